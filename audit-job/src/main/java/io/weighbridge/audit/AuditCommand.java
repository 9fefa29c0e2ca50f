package io.weighbridge.audit;

import io.weighbridge.audit.anomaly.AnomalyOptions;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.levers.LeverOptions;
import io.weighbridge.audit.report.AuditJob;
import io.weighbridge.audit.report.AuditSummary;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.window.JudgedWindow;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge audit}: what was spent, and which tasks needed their model. */
@Command(
        name = "audit",
        description = "Says what was spent, and which tasks needed their model.",
        footer = "  weighbridge audit --lake lake --tolerance 0.01")
final class AuditCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake to audit.")
    private @Nullable String lake;

    @Mixin
    private final JudgedWindow judged = new JudgedWindow();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book to lay over the configured ones; may be repeated.")
    private List<Path> prices = new ArrayList<>();

    private final Clock clock;

    AuditCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        judged.options(settings); // what cannot be used is said before Spark starts
        AuditSummary summary = SparkSessions.run("audit", spark -> {
            Lake at = Lake.at(spark, lake(lake));
            return job(settings, at).run(at);
        });
        return new Summary(text(summary), summary);
    }

    /** The job that this command runs on a lake. */
    AuditJob job(Settings settings, Lake at) throws IOException {
        AuditOptions asked = judged.options(settings);
        RegisteredWindow registered = judged.registered(at);
        return new AuditJob(
                registered == null ? asked : AuditOptions.of(registered, settings.qualityScores()),
                settings.tasks(),
                settings.aliases(),
                PriceBooks.over(settings, prices),
                new LeverOptions(
                        settings.cacheHours(),
                        settings.prefixCacheMinutes(),
                        settings.batchTasks(),
                        settings.hosting()),
                AnomalyOptions.of(settings.anomalies(), 1),
                clock,
                registered);
    }

    private static String text(AuditSummary summary) {
        return "%s: %,d calls, %s spent%s; %d suffice, %d needed, %d undecided, %d unknown; %s could have been saved%s%n%s"
                .formatted(
                        summary.auditId(),
                        summary.calls(),
                        Dollars.display(summary.spendUsd()),
                        summary.unpricedCalls() + summary.usageMissingCalls() == 0
                                ? ""
                                : " on %,d of them"
                                        .formatted(summary.calls()
                                                - summary.unpricedCalls()
                                                - summary.usageMissingCalls()),
                        summary.verdictCounts().getOrDefault("smaller-suffices", 0L),
                        summary.verdictCounts().getOrDefault("frontier-needed", 0L),
                        summary.verdictCounts().getOrDefault("undecided", 0L),
                        summary.verdictCounts().getOrDefault("unknown", 0L),
                        Dollars.display(summary.jointSavingUsd()),
                        summary.anomalies().count() == 0
                                ? ""
                                : "; " + summary.anomalies().phrase(),
                        summary.report());
    }
}
