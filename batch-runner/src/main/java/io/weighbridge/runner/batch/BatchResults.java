package io.weighbridge.runner.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.journal.SubmissionEnd;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.WorkloadLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes in the result lines of one batch, which come in any order, more than once, or for requests it does not have. */
final class BatchResults {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int GROUP = 500;

    private final BatchLedger ledger;
    private final Submission submission;
    private final BatchKey key;
    private final BatchApi api;
    private final Set<Long> seen = new HashSet<>();
    private final Map<Long, Reply> group = new LinkedHashMap<>();
    private long lines;
    private int duplicates;
    private int foreign;
    private int malformed;

    BatchResults(BatchLedger ledger, Submission submission, BatchKey key, BatchApi api) {
        this.ledger = ledger;
        this.submission = submission;
        this.key = key;
        this.api = api;
    }

    void read(Path file) throws IOException, InterruptedException {
        try (WorkloadLines raw = WorkloadLines.open(file)) {
            for (RawLine line = raw.next(); line != null; line = raw.next()) {
                take(line);
            }
        }
        flush();
    }

    private void take(RawLine line) throws InterruptedException {
        BatchAnswer answer = line.defect().isEmpty() ? parsed(line) : null;
        if (answer == null) {
            malformed++;
            lines++;
            return;
        }
        OptionalLong item = key.line(answer.customId());
        if (item.isEmpty()) {
            foreign++;
        } else if (!seen.add(item.getAsLong())) {
            duplicates++;
        } else {
            lines++;
            group.put(item.getAsLong(), answer.reply());
            if (group.size() == GROUP) {
                flush();
            }
        }
    }

    private @Nullable BatchAnswer parsed(RawLine line) {
        try {
            return api.answer(JSON.readTree(new String(line.bytes(), StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Ends the attempts that are still open; what an earlier look has ended stays as it is. */
    private void flush() throws InterruptedException {
        List<Attempt> open = ledger.openAt(submission, group.keySet());
        Map<Attempt, Reply> replies = new LinkedHashMap<>();
        for (Attempt attempt : open) {
            replies.put(attempt, Objects.requireNonNull(group.get(attempt.line())));
        }
        group.clear();
        ledger.recordChecked(submission, replies);
    }

    /** Lines that stand for requests of the batch, unreadable ones included. */
    long lines() {
        return lines;
    }

    SubmissionEnd end() {
        return new SubmissionEnd(duplicates, foreign, malformed, null);
    }
}
