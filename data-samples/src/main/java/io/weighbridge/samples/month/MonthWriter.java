package io.weighbridge.samples.month;

import io.weighbridge.cli.JsonOutput;
import io.weighbridge.samples.month.LogFormat.LogFile;
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
 * Writes a month as files: {@code logs/}, a file a day ({@link MonthLogs}), {@code outcomes/replay.jsonl.gz},
 * {@code workload/next-day.jsonl}, and the truth where it is wanted. Days are written in parallel; memory does not grow
 * with the month.
 */
public final class MonthWriter {
    private final Month month;
    private final MonthLogs logs;
    private final Path directory;

    public MonthWriter(MonthPlan plan, Path directory) {
        this(plan, MonthLogs.GATEWAYS, directory);
    }

    public MonthWriter(MonthPlan plan, MonthLogs logs, Path directory) {
        this.month = new Month(plan);
        this.logs = logs;
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
        Path folder = Files.createDirectories(directory.resolve("logs"));
        AtomicLong daysWritten = new AtomicLong();
        try {
            return IntStream.range(0, month.plan().days())
                    .parallel()
                    .mapToLong(day -> {
                        long lines = writeDay(folder, day);
                        progress.accept(daysWritten.incrementAndGet());
                        return lines;
                    })
                    .sum();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private long writeDay(Path folder, int day) {
        LogFormat format = logs.format(day, month.plan().days());
        try (LogFile file = format.create(folder.resolve(month.date(day) + format.fileSuffix()))) {
            for (SampleCall call : (Iterable<SampleCall>) month.calls(day)::iterator) {
                for (Attempt attempt : Attempt.of(call, month.plan().seed(), month.truth())) {
                    file.add(attempt);
                }
            }
            return file.rows();
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
