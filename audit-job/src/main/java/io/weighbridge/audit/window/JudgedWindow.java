package io.weighbridge.audit.window;

import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code audit} and {@code replay-plan} are asked alike: days, tolerance, confidence, incumbent, or a registered window. */
public final class JudgedWindow {
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
            names = "--window",
            paramLabel = "ID",
            description =
                    "A registered window; its days, tolerance and confidence hold, and verdicts are on its pairs.")
    private @Nullable String window;

    /** @throws BadInputException if a value is out of range, or a registered window is to have other days or incumbents */
    public AuditOptions options(Settings settings) {
        if (window != null && (from != null || to != null || incumbent != null)) {
            throw new BadInputException(
                    "--window: has its days and incumbents; leave --from, --to and --incumbent out");
        }
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

    /** Null where none was named; then {@link #options} hold. */
    public @Nullable RegisteredWindow registered(Lake lake) {
        return window == null ? null : new WindowFiles(lake).read(window);
    }
}
