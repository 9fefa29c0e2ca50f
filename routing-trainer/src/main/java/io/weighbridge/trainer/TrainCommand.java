package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.TrainJob;
import io.weighbridge.trainer.train.TrainOptions;
import io.weighbridge.trainer.train.TrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge train}: learns a routing policy from the evidence of an audit and certifies it. */
@Command(
        name = "train",
        description = "Learns a routing policy from an audit's training set and certifies its loss of quality.",
        footer = "  weighbridge train --lake lake --out policy.json --max-quality-loss 0.01")
final class TrainCommand extends JobCommand {
    private static final int STAGES = 5;

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake that holds the audit.")
    private @Nullable String lake;

    @Option(names = "--audit", paramLabel = "ID", description = "The audit to learn from (default: the latest).")
    private @Nullable String audit;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to copy the policy.")
    private @Nullable Path out;

    @Option(
            names = "--max-quality-loss",
            defaultValue = "0.01",
            description = "Loss of mean quality that may be promised (default: ${DEFAULT-VALUE}).")
    private double maxQualityLoss;

    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            description = "Confidence of the promise (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--task-max-quality-loss",
            paramLabel = "TASK=LOSS",
            description = "Loss of mean quality within one task; nothing is certified that loses more there.")
    private Map<String, Double> taskMaxQualityLoss = Map.of();

    @Option(
            names = "--verifier",
            paramLabel = "TASK=USD",
            description =
                    "A task whose answers are checked when they are served, by the exact check that scored it, and what"
                            + " a check costs: it may be served cheap first and asked again where that fails.")
    private Map<String, Double> verifierCostUsd = Map.of();

    @Option(
            names = "--uncertified",
            description = "Export what looks good enough although it was not certified; marked so everywhere.")
    private boolean uncertified;

    @Option(names = "--seed", defaultValue = "0", description = "Salt of the split (default: ${DEFAULT-VALUE}).")
    private long seed;

    private final InstantSource clock = InstantSource.system();

    @Override
    protected Summary run() throws IOException {
        TrainOptions options =
                new TrainOptions(maxQualityLoss, confidence, seed, taskMaxQualityLoss, verifierCostUsd, uncertified);
        Settings settings = settings();
        if (out == null) {
            throw new IllegalStateException("--out is a required option");
        }
        TrainResult result;
        try (Progress progress = progress("train", STAGES)) {
            AtomicLong stage = new AtomicLong();
            result = new TrainJob(Path.of(lake(lake)), settings, clock)
                    .run(audit, options, out, name -> progress.reached(stage.getAndIncrement()));
        }
        return new Summary(text(result), result);
    }

    private String text(TrainResult result) {
        TrainResult.CertificateResult certificate = result.certificate();
        if (!certificate.certified() && !certificate.uncertified()) {
            return String.format(
                    Locale.ROOT,
                    "No cheaper policy holds a quality loss of %s at confidence %s on %,d units%s:"
                            + " every incumbent stays. Policy in %s",
                    certificate.maxQualityLoss(),
                    certificate.confidence(),
                    certificate.units(),
                    use(certificate),
                    out);
        }
        Double saving = certificate.costSaving();
        return String.format(
                Locale.ROOT,
                "%s%d tasks opened, cost saving %s at a quality loss of %.4f (%s <= %s at confidence %s,"
                        + " %,d units%s). Policy in %s",
                certificate.uncertified() ? "UNCERTIFIED: " : "",
                result.report().openTasks().size(),
                saving == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * saving),
                certificate.realisedQualityLoss(),
                certificate.uncertified() ? "not certified" : "certified",
                certificate.maxQualityLoss(),
                certificate.confidence(),
                certificate.units(),
                use(certificate),
                out);
    }

    /** A set that has been used before proves less; that must not go unsaid. */
    private static String use(TrainResult.CertificateResult certificate) {
        TrainResult.TrialResult trial = certificate.trial();
        return trial == null || trial.use() == 1 ? "" : ", use " + trial.use() + " of its units";
    }
}
