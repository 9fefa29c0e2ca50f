package io.weighbridge.audit;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.report.AuditSummary;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge audit-timings}: what an audit takes inside one session, for {@code bench audit}. */
@Command(
        name = "audit-timings",
        hidden = true,
        description = {
            "Audits a lake several times in one session and says how many seconds each took: with all rollups made anew, with"
                    + " rollups that are there, with that of the last day missing.",
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

    AuditTimingsCommand(Clock clock) {
        this.audit = new AuditCommand(clock);
    }

    /**
     * The result line: seconds by repetition.
     *
     * @param full audit, all rollups made anew
     * @param rollup audit from rollups that are there
     * @param newDay audit with one day's rollup to make
     * @param scan reading the columns that rollups need, and nothing else
     * @param groups rows of the ledger
     */
    record Timings(
            long calls,
            long groups,
            String spendUsd,
            String failedUsd,
            String repeatedUsd,
            List<Double> full,
            List<Double> rollup,
            List<Double> newDay,
            List<Double> scan) {}

    private interface Work {
        void run() throws IOException;
    }

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        Timings timings = SparkSessions.run("audit-timings", spark -> timings(settings, Lake.at(spark, lake(lake))));
        return new Summary(timings.toString(), timings);
    }

    private Timings timings(Settings settings, Lake at) throws IOException {
        Path all = at.path("rollups");
        Rollups rollups = new Rollups(at, settings.tasks(), settings.cacheHours());
        AuditSummary[] last = new AuditSummary[1];
        Work work = () -> last[0] = audit.job(settings, at).run(at);
        List<Double> full = new ArrayList<>();
        List<Double> merged = new ArrayList<>();
        List<Double> newDay = new ArrayList<>();
        List<Double> scan = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            at.files().delete(all, true);
            full.add(seconds(work));
        }
        for (int i = 0; i < repetitions; i++) {
            merged.add(seconds(work));
        }
        LocalDate day = rollups.ledger(null, null).byDay().lastKey();
        for (int i = 0; i < repetitions; i++) {
            at.files().delete(new Path(all, "day=" + day), true);
            newDay.add(seconds(work));
        }
        for (int i = 0; i < repetitions; i++) {
            scan.add(seconds(rollups::scan));
        }
        AuditSummary summary = java.util.Objects.requireNonNull(last[0]);
        return new Timings(
                summary.calls(),
                rollups.ledger(null, null).lines().size(),
                summary.spendUsd().toPlainString(),
                saving(summary, "failed-calls"),
                saving(summary, "exact-duplicates"),
                full,
                merged,
                newDay,
                scan);
    }

    private static String saving(AuditSummary summary, String lever) {
        return summary.levers().stream()
                .filter(line -> line.lever().equals(lever))
                .map(line -> line.savingUsd().toPlainString())
                .findFirst()
                .orElse("0");
    }

    private static double seconds(Work work) throws IOException {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / NANOS;
    }
}
