package io.weighbridge.samples.month;

import io.weighbridge.cli.JsonOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Writes a month as files: {@code logs/DAY.litellm.jsonl.gz} for the first three quarters of the days and
 * {@code logs/DAY.calls.jsonl.gz} for the rest (the company changed its gateway), {@code outcomes/replay.jsonl.gz},
 * {@code workload/next-day.jsonl}, and the truth where it is wanted. Days are written in parallel; memory does not grow
 * with the month.
 */
public final class MonthWriter {
    private static final LogLines BEFORE = new LiteLlmLines();
    private static final LogLines AFTER = new CanonicalLines();

    private final Month month;
    private final Path directory;

    public MonthWriter(MonthPlan plan, Path directory) {
        this.month = new Month(plan);
        this.directory = directory;
    }

    /**
     * What was written.
     *
     * @param logLines attempts in the logs, failed ones too
     * @param outcomeLines one for each draw and model
     */
    public record Written(
            long seed,
            String world,
            long calls,
            LocalDate from,
            int days,
            long logLines,
            long draws,
            long outcomeLines,
            long nextDayCalls) {}

    /**
     * Writes everything but the truth.
     *
     * @param progress told the number of days written so far, from any thread
     */
    public Written write(LongConsumer progress) throws IOException {
        MonthPlan plan = month.plan();
        long logLines = writeLogs(progress);
        Written written = new Written(
                plan.seed(),
                plan.world().label(),
                plan.calls(),
                plan.from(),
                plan.days(),
                logLines,
                plan.draws(),
                writeReplay(),
                writeWorkload());
        Files.writeString(directory.resolve("sample.json"), JsonOutput.pretty(written));
        return written;
    }

    /** Writes {@code month.csv.gz} and {@code next-day.csv.gz}: the truth about every call. */
    public void writeTruth(Path truthDirectory) throws IOException {
        Files.createDirectories(truthDirectory);
        writeTruth(
                truthDirectory.resolve("month.csv.gz"),
                LongStream.range(0, month.plan().calls()));
        writeTruth(truthDirectory.resolve("next-day.csv.gz"), month.nextDayRows());
    }

    private long writeLogs(LongConsumer progress) throws IOException {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        AtomicLong daysWritten = new AtomicLong();
        try {
            return IntStream.range(0, month.plan().days())
                    .parallel()
                    .mapToLong(day -> {
                        long lines = writeDay(logs, day);
                        progress.accept(daysWritten.incrementAndGet());
                        return lines;
                    })
                    .sum();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private long writeDay(Path logs, int day) {
        LogLines format = day < month.plan().days() * 3 / 4 ? BEFORE : AFTER;
        try (LineFile file = LineFile.create(logs.resolve(month.date(day) + format.fileSuffix()))) {
            for (SampleCall call : (Iterable<SampleCall>) month.calls(day)::iterator) {
                for (Attempt attempt : Attempt.of(call, month.plan().seed(), month.truth())) {
                    file.add(format.line(attempt));
                }
            }
            return file.lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long writeReplay() throws IOException {
        if (month.plan().draws() == 0) {
            return 0;
        }
        Path outcomes = Files.createDirectories(directory.resolve("outcomes"));
        try (LineFile file = LineFile.create(outcomes.resolve("replay.jsonl.gz"))) {
            new Replay(month).write(file);
            return file.lines();
        }
    }

    private long writeWorkload() throws IOException {
        Path workload = Files.createDirectories(directory.resolve("workload"));
        try (LineFile file = LineFile.create(workload.resolve("next-day.jsonl"))) {
            for (long row : (Iterable<Long>) month.nextDayRows()::iterator) {
                file.add(WorkloadLines.line(row, month.contents()));
            }
            return file.lines();
        }
    }

    private void writeTruth(Path path, LongStream rows) throws IOException {
        try (LineFile file = LineFile.create(path)) {
            file.add(TruthLines.header());
            for (long row : (Iterable<Long>) rows::iterator) {
                file.add(TruthLines.line(row, month.contents(), month.truth()));
            }
        }
    }
}
