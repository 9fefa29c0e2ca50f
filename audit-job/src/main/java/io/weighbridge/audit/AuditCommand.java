package io.weighbridge.audit;

import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.prices.PriceFiles;
import io.weighbridge.audit.report.AuditJob;
import io.weighbridge.audit.report.AuditSummary;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.window.WindowFiles;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge audit}: what was spent, and which tasks needed their model. */
@Command(
        name = "audit",
        description = "Says what was spent, and which tasks needed their model.",
        footer = "  weighbridge audit --lake lake --tolerance 0.01")
final class AuditCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake to audit.")
    private @Nullable String lake;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, UTC (default: the first there is).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day, UTC (default: the last there is).")
    private @Nullable LocalDate to;

    @Option(
            names = "--tolerance",
            paramLabel = "LOSS",
            defaultValue = "0.01",
            description = "Loss of mean quality that is acceptable (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--confidence",
            paramLabel = "SHARE",
            defaultValue = "0.95",
            description = "Confidence of all verdicts together (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--incumbent",
            paramLabel = "MODEL",
            description = "The model that serves every task without an incumbent of its own in weighbridge.yaml"
                    + " (default: the one with the largest spend).")
    private @Nullable String incumbent;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book to lay over the configured ones; may be repeated.")
    private List<Path> prices = new ArrayList<>();

    @Option(
            names = "--window",
            paramLabel = "ID",
            description =
                    "A registered window; its days, tolerance and confidence hold, and verdicts are on its pairs.")
    private @Nullable String window;

    private final Clock clock;

    AuditCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        if (window != null && (from != null || to != null || incumbent != null)) {
            throw new BadInputException(
                    "--window: has its days and incumbents; leave --from, --to and --incumbent out");
        }
        AuditSummary summary = SparkSessions.run("audit", spark -> {
            Lake at = Lake.at(spark, lake(lake));
            RegisteredWindow registered = window == null ? null : new WindowFiles(at).read(window);
            return new AuditJob(
                            registered == null
                                    ? options(settings)
                                    : AuditOptions.of(registered, settings.qualityScores()),
                            settings.tasks(),
                            settings.aliases(),
                            PriceFiles.over(settings, prices),
                            clock,
                            registered)
                    .run(at);
        });
        return new Summary(text(summary), summary);
    }

    private AuditOptions options(Settings settings) {
        return new AuditOptions(
                from,
                to,
                tolerance,
                confidence,
                incumbent,
                settings.incumbents(),
                settings.candidates(),
                settings.qualityScores());
    }

    private static String text(AuditSummary summary) {
        return "%s: %,d calls, %s spent%s; %d suffice, %d needed, %d undecided, %d unknown; %s could have been saved%n%s"
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
                        summary.report());
    }
}
