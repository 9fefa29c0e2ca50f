package io.weighbridge.audit;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge audit-timings}: what the parts of an audit take inside one session. {@code bench audit} runs it. */
@Command(
        name = "audit-timings",
        hidden = true,
        description = {
            "Does the work of audits several times in one session, and says how many seconds each took.",
            "The lake's rollups are deleted and made again."
        },
        footer = "  weighbridge audit-timings --lake lake --repetitions 3")
final class AuditTimingsCommand extends JobCommand {
    private static final double NANOS = 1e9;

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake to audit.")
    private @Nullable String lake;

    @Option(names = "--repetitions", defaultValue = "3", description = "Of each (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    private final AuditCommand audit;
    /** Kinds of work. */
    private int measured;

    AuditTimingsCommand(Clock clock) {
        this.audit = new AuditCommand(clock);
        new CommandLine(audit).parseArgs(); // its options get their defaults
    }

    /**
     * The result line; lists are seconds by repetition.
     *
     * @param groups rows of all rollups
     * @param sums each measure of {@code full}, over all groups and days
     * @param exactSums the same of {@code fullExact}
     * @param start from the start of the process to a session that has read the lake's list of files
     * @param full all rollups made from the calls, and merged
     * @param fullExact the same without near-duplicates, templates and prompt caching
     * @param rollup the same from rollups that are there
     * @param newDay the same, with the rollup of the last day to be made
     * @param newDayOfTwo {@code newDay} in a window of two days
     * @param scan the columns that rollups are made of, read and not looked at
     * @param audit the whole job from the calls: rollups, evidence, workflows, levers, files
     * @param auditFromRollups the same from rollups that are there
     */
    record Timings(
            long calls,
            long groups,
            long bytes,
            SortedMap<String, Long> sums,
            SortedMap<String, Long> exactSums,
            double start,
            List<Double> full,
            List<Double> fullExact,
            List<Double> rollup,
            List<Double> newDay,
            List<Double> newDayOfTwo,
            List<Double> scan,
            List<Double> audit,
            List<Double> auditFromRollups) {}

    private interface Work {
        void run() throws IOException;
    }

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        Timings timings = SparkSessions.run("audit-timings", spark -> timings(settings, Lake.at(spark, lake(lake))));
        String text = String.format(
                Locale.ROOT, "%,d calls, seconds by repetition: %s to add up", timings.calls(), timings.full());
        return new Summary(text, timings);
    }

    private Timings timings(Settings settings, Lake at) throws IOException {
        List<LocalDate> days = at.callFiles().stream()
                .map(file -> file.day())
                .distinct()
                .sorted()
                .toList();
        if (days.size() < 2) {
            throw new BadInputException(at.root() + ": must have two days of calls, had " + days.size());
        }
        double start = ProcessHandle.current()
                .info()
                .startInstant()
                .map(begun -> (System.currentTimeMillis() - begun.toEpochMilli()) / 1e3)
                .orElse(Double.NaN);
        Rollups rollups = new Rollups(at, settings.tasks(), CacheLifetimes.of(settings));
        Rollups exact = rollups.withoutPrompts();
        Path all = at.path("rollups");
        Path lastDay = new Path(all, "day=" + days.getLast());
        LocalDate dayBefore = days.get(days.size() - 2);
        try (Progress progress = progress("kinds of work", 8)) {
            List<Double> full = new ArrayList<>();
            List<Double> fullExact = new ArrayList<>();
            SortedMap<String, Long> exactSums = new TreeMap<>();
            for (int i = 0; i < repetitions; i++) { // by turns, so that neither finds the code warmer
                fullExact.add(seconds(at, all, () -> exactSums.putAll(sums(exact.days(null, null)))));
                full.add(seconds(at, all, () -> sums(rollups.days(null, null))));
            }
            progress.reached(measured += 2);
            List<Double> rollup = seconds(at, null, () -> rollups.days(null, null), progress);
            List<Double> newDay = seconds(at, lastDay, () -> rollups.days(null, null), progress);
            List<Double> newDayOfTwo = seconds(at, lastDay, () -> rollups.days(dayBefore, null), progress);
            List<Double> scan = seconds(at, null, rollups::scan, progress);
            List<Double> audits = seconds(at, all, () -> audit.job(settings, at).run(at), progress);
            List<Double> again = seconds(at, null, () -> audit.job(settings, at).run(at), progress);
            List<DayRollup> last = rollups.days(null, null);
            SortedMap<String, Long> sums = sums(last);
            return new Timings(
                    sums.getOrDefault(Measure.CALLS.column(), 0L),
                    last.stream().mapToLong(day -> day.groups().size()).sum(),
                    at.callFiles().stream().mapToLong(file -> file.bytes()).sum(),
                    sums,
                    exactSums,
                    start,
                    full,
                    fullExact,
                    rollup,
                    newDay,
                    newDayOfTwo,
                    scan,
                    audits,
                    again);
        }
    }

    /** @param without is deleted before each repetition; null is nothing */
    private List<Double> seconds(Lake at, @Nullable Path without, Work work, Progress progress) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            seconds.add(seconds(at, without, work));
        }
        progress.reached(++measured);
        return seconds;
    }

    private static double seconds(Lake at, @Nullable Path without, Work work) throws IOException {
        if (without != null) {
            at.files().delete(without, true);
        }
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / NANOS;
    }

    private static SortedMap<String, Long> sums(List<DayRollup> days) {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (Measure measure : Measure.values()) {
            long sum = 0;
            for (DayRollup day : days) {
                for (GroupTotals group : day.groups()) {
                    sum = Math.addExact(sum, group.sum(measure));
                }
            }
            sums.put(measure.column(), sum);
        }
        return sums;
    }
}
