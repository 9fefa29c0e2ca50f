package io.weighbridge.runner.results;

import io.weighbridge.cli.JsonOutput;
import io.weighbridge.runner.forecast.Effort;
import io.weighbridge.runner.forecast.Forecast;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.ReadAhead;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.workload.RejectedLine;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.AtomicFile;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's files from its journal, in the order of the workload: every unfinished or finished run can be written
 * again, and equal journals give equal files. The manifest comes last, and only when every item has ended.
 */
public final class HandOver {
    private static final int PAGE = 128;

    private final Path directory;
    private final String runId;
    private final ItemJournal items;
    private final AttemptJournal attempts;
    private final SubmissionJournal submissions;
    private final BatchLines lines;
    private final CallRecords calls;
    private final Predicate<String> isChecked;

    /**
     * @param directory of the run
     * @param workload name of the workload file, for messages
     * @param texts what calls.jsonl holds of prompts and answers; the other files always hold what they must
     * @param endpointOf where a model is served
     * @param isChecked whether answers to a task are checked
     */
    public HandOver(
            Path directory,
            String runId,
            String workload,
            TextPolicy texts,
            Function<String, Endpoint> endpointOf,
            Predicate<String> isChecked,
            ItemJournal items,
            AttemptJournal attempts,
            SubmissionJournal submissions) {
        this.directory = directory;
        this.runId = runId;
        this.items = items;
        this.attempts = attempts;
        this.submissions = submissions;
        this.isChecked = isChecked;
        this.lines = new BatchLines(runId, workload);
        this.calls = new CallRecords(runId, texts, endpointOf);
    }

    /**
     * @param itemsIn lines of the workload as the reader counted them, held against what is written
     * @param forecast null where there is none
     */
    public RunSummary write(
            long itemsIn, @Nullable Usd budget, double seconds, @Nullable Forecast forecast, Instant now)
            throws IOException {
        Tally tally = new Tally(isChecked);
        try (LineFile results = new LineFile(directory, "results.jsonl");
                LineFile errors = new LineFile(directory, "errors.jsonl");
                LineFile needsHuman = new LineFile(directory, "needs-human.jsonl");
                LineFile callLog = new LineFile(directory, "calls.jsonl")) {
            for (RejectedLine rejected : items.rejected()) {
                tally.reject();
                errors.line(lines.rejected(rejected));
            }
            Sheets sheets = new Sheets(results, errors, needsHuman, callLog);
            ReadAhead<Page> next = ahead(0);
            for (Page page = next.get(); !page.items().isEmpty(); page = next.get()) {
                next = ahead(page.items().getLast().line());
                write(page, sheets, tally);
            }
            List<SubmissionJournal.Record> batches = submissions.all();
            RunSummary summary = tally.summary(
                    runId, itemsIn, budget, batches, seconds, planned(forecast, tally.effort(batches.size()), now));
            for (LineFile file : List.of(results, errors, needsHuman, callLog)) {
                file.publish();
            }
            finish(summary);
            return summary;
        }
    }

    private static RunSummary.@Nullable Planned planned(@Nullable Forecast forecast, Effort done, Instant now) {
        return forecast == null
                ? null
                : new RunSummary.Planned(
                        forecast.deadline(),
                        forecast.batchesUntil(),
                        forecast.finishAt(),
                        forecast.costUsd(),
                        forecast.mostUsd(),
                        now,
                        forecast.deadline() == null ? null : !now.isAfter(forecast.deadline()),
                        forecast.effort(),
                        done,
                        forecast.assumptions());
    }

    /** The files of a run. */
    private record Sheets(LineFile results, LineFile errors, LineFile needsHuman, LineFile calls) {
        void write(ItemLines of) throws IOException {
            if (of.result() != null) {
                results.line(of.result());
            }
            if (of.error() != null) {
                errors.line(of.error());
            }
            if (of.needsHuman() != null) {
                needsHuman.line(of.needsHuman());
            }
            for (String call : of.calls()) {
                calls.line(call);
            }
        }
    }

    /** What the files hold of one item; null where one has no line of it. */
    private record ItemLines(
            @Nullable String result,
            @Nullable String error,
            @Nullable String needsHuman,
            List<String> calls) {}

    /** Items in order, with the attempts of each line. */
    private record Page(List<JournaledItem> items, Map<Long, List<Attempt>> attempts) {
        List<Attempt> of(JournaledItem item) {
            return attempts.getOrDefault(item.line(), List.of());
        }
    }

    private ReadAhead<Page> ahead(long line) {
        return ReadAhead.begin(() -> {
            List<JournaledItem> page = items.behind(line, PAGE);
            List<Attempt> made = page.isEmpty()
                    ? List.of()
                    : attempts.between(page.getFirst().line(), page.getLast().line());
            return new Page(page, made.stream().collect(Collectors.groupingBy(Attempt::line)));
        });
    }

    /** Lines are made by all processors, since that is nearly all of the work, and written in order. */
    private void write(Page page, Sheets sheets, Tally tally) throws IOException {
        page.items().forEach(item -> tally.item(item, page.of(item)));
        List<ItemLines> written = page.items().parallelStream()
                .map(item -> lines(item, page.of(item)))
                .toList();
        for (ItemLines of : written) {
            sheets.write(of);
        }
    }

    private ItemLines lines(JournaledItem journaled, List<Attempt> made) {
        WorkloadItem item = journaled.routed().item();
        List<String> log = made.stream()
                .map(attempt -> CanonicalCallJson.toJson(calls.call(journaled, attempt)))
                .toList();
        return switch (journaled.outcome()) {
            case SUCCEEDED -> new ItemLines(lines.result(item, made), null, null, log);
            case NEEDS_HUMAN ->
                new ItemLines(null, lines.unanswered(item, made), lines.needsHuman(journaled.routed(), made), log);
            case NOT_STARTED -> new ItemLines(null, null, null, log);
        };
    }

    private void finish(RunSummary summary) throws IOException {
        AtomicFile.write(
                directory.resolve("run.json"), (JsonOutput.line(summary) + "\n").getBytes(StandardCharsets.UTF_8));
        if (summary.finished()) {
            Manifest.finish(directory);
        } else {
            Files.deleteIfExists(directory.resolve(Manifest.FILE_NAME));
        }
    }
}
