package io.weighbridge.runner.batch;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.UntranslatableException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the input of a submission from the journal: equal however often it is written. */
final class BatchInput {
    private static final int PAGE = 500;

    private final ItemJournal items;
    private final AttemptJournal attempts;

    BatchInput(ItemJournal items, AttemptJournal attempts) {
        this.items = items;
        this.attempts = attempts;
    }

    void write(Submission submission, BatchKey key, BatchApi api, Path file) throws IOException {
        BatchApi.Frame frame = api.frame();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(frame.before());
            String between = "";
            long last = 0;
            for (List<JournaledItem> page = page(submission, last); !page.isEmpty(); page = page(submission, last)) {
                for (JournaledItem item : page) {
                    out.write(between);
                    out.write(request(item, key, api));
                    between = frame.between();
                }
                last = page.getLast().line();
            }
            out.write(frame.behind());
        }
    }

    private List<JournaledItem> page(Submission submission, long behindLine) {
        List<Long> lines = attempts.openOf(submission.number(), behindLine, PAGE).stream()
                .map(Attempt::line)
                .toList();
        return lines.isEmpty() ? List.of() : items.at(lines);
    }

    private static String request(JournaledItem item, BatchKey key, BatchApi api) {
        try {
            return api.request(key.customId(item.line()), item.routed().requestBody());
        } catch (UntranslatableException e) {
            throw new IllegalStateException("line " + item.line() + " was put into a batch", e);
        }
    }
}
