package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.Collapse;
import io.weighbridge.trainer.train.TrainJob;
import io.weighbridge.trainer.train.TrainOptions;
import io.weighbridge.trainer.train.TrainResult;
import io.weighbridge.trainer.train.TrainStage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge train}: learns a routing policy from the evidence of an audit and certifies it. */
@Command(
        name = "train",
        description = "Learns a routing policy from an audit's training set and certifies its loss of quality.",
        footer = "  weighbridge train --lake lake --out policy.json --max-quality-loss 0.01")
final class TrainCommand extends JobCommand {
    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to copy the policy.")
    private @Nullable Path out;

    @Mixin
    private final CertificateOptions promise = new CertificateOptions();

    @Option(
            names = "--verifier",
            paramLabel = "TASK=USD",
            description =
                    "A task whose answers are checked when they are served, by the exact check that scored it, and what"
                            + " a check costs: it may be served cheap first and asked again where that fails.")
    private Map<String, Double> verifierCostUsd = Map.of();

    private final InstantSource clock = InstantSource.system();

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        TrainOptions options = promise.with(verifierCostUsd, settings);
        if (out == null) {
            throw new IllegalStateException("--out is a required option");
        }
        TrainResult result;
        try (Progress progress = progress("train", TrainStage.values().length)) {
            result = new TrainJob(Path.of(lake(evidence.lake())), settings, clock)
                    .run(evidence.audit(), options, out, stage -> progress.reached(stage.ordinal()));
        }
        return new Summary(text(result), result);
    }

    private String text(TrainResult result) {
        TrainResult.CertificateResult certificate = result.certificate();
        if (!certificate.certified() && !certificate.uncertified()) {
            return String.format(
                    Locale.ROOT,
                    "No cheaper policy holds a quality loss of %s at confidence %s on %,d units%s:"
                            + " every incumbent stays%s. Policy in %s",
                    certificate.maxQualityLoss(),
                    certificate.confidence(),
                    certificate.units(),
                    use(certificate),
                    unpriced(result.report()),
                    out);
        }
        Double saving = certificate.costSaving();
        return String.format(
                Locale.ROOT,
                "%s%d tasks opened, cost saving %s at a quality loss of %.4f (%s <= %s at confidence %s%s,"
                        + " %,d units%s)%s%s. Policy in %s",
                certificate.uncertified() ? "UNCERTIFIED: " : "",
                result.report().openTasks().size(),
                saving == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * saving),
                certificate.realisedQualityLoss(),
                certificate.uncertified() ? "not certified" : "certified",
                certificate.maxQualityLoss(),
                certificate.confidence(),
                certificate.certified() ? " until " + certificate.expiresAt() : "",
                certificate.units(),
                use(certificate),
                collapse(result.collapse()),
                unpriced(result.report()),
                out);
    }

    private static String collapse(@Nullable Collapse collapse) {
        return collapse == null
                ? ""
                : String.format(
                        Locale.ROOT, "; %.0f %% of the calls go to %s", 100 * collapse.share(), collapse.model());
    }

    /** Calls are moved to save money: a model without a price is left where it is, and that must not go unsaid either. */
    private static String unpriced(TrainResult.Report report) {
        return report.unpriced().isEmpty()
                ? ""
                : "; no price is known of " + String.join(", ", report.unpriced()) + " (settings: prices, aliases)";
    }

    /** A set that has been used before proves less; that must not go unsaid. */
    private static String use(TrainResult.CertificateResult certificate) {
        TrainResult.TrialResult trial = certificate.trial();
        return trial == null || trial.use() == 1 && trial.window() == 1
                ? ""
                : ", test " + trial.window() + ", use " + trial.use() + " of its units";
    }
}
