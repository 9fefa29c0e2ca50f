package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.CertifyJob;
import io.weighbridge.trainer.train.CertifyResult;
import io.weighbridge.trainer.train.TrainOptions;
import io.weighbridge.trainer.train.TrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge certify}: tests an existing policy on evidence that it has not seen. */
@Command(
        name = "certify",
        description =
                "Tests a policy on evidence it was not fitted or selected on, and writes it with the certificate.",
        footer = "  weighbridge certify --policy policy.json --lake lake --out certified.json --max-quality-loss 0.01")
final class CertifyCommand extends JobCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy to test.")
    private Path policy = Path.of("policy.json");

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake that holds the audit.")
    private @Nullable String lake;

    @Option(names = "--audit", paramLabel = "ID", description = "The evidence (default: the latest audit).")
    private @Nullable String audit;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the policy.")
    private Path out = Path.of("certified.json");

    @Option(
            names = "--max-quality-loss",
            defaultValue = "0.01",
            description = "Loss of mean quality that may be promised (default: ${DEFAULT-VALUE}).")
    private double maxQualityLoss;

    @Option(
            names = "--task-max-quality-loss",
            paramLabel = "TASK=LOSS",
            description = "Loss of mean quality within one task.")
    private Map<String, Double> taskMaxQualityLoss = Map.of();

    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            description = "Confidence of the promise (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--uncertified",
            description = "Keep what the policy opens even if it does not pass; marked so everywhere.")
    private boolean uncertified;

    @Option(names = "--seed", defaultValue = "0", description = "Salt of the order (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected Summary run() throws IOException {
        TrainOptions options = new TrainOptions(maxQualityLoss, confidence, seed, taskMaxQualityLoss, uncertified);
        CertifyResult result =
                new CertifyJob(Path.of(lake(lake)), InstantSource.system()).run(policy, audit, options, out);
        return new Summary(text(result), result);
    }

    private String text(CertifyResult result) {
        TrainResult.CertificateResult certificate = result.certificate();
        TrainResult.TrialResult trial = certificate.trial();
        Double saving = certificate.costSaving();
        String verdict = certificate.certified()
                ? "Certified"
                : certificate.uncertified() ? "UNCERTIFIED, not shown" : "Not shown, every incumbent stays";
        return String.format(
                Locale.ROOT,
                "%s: loses at most %s at confidence %s; %.4f lost and %s saved on %,d unseen units in %,d clusters of"
                        + " audit %s (use %s of them). Policy in %s",
                verdict,
                certificate.maxQualityLoss(),
                certificate.confidence(),
                certificate.realisedQualityLoss(),
                saving == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * saving),
                certificate.units(),
                certificate.clusters(),
                result.evidence(),
                trial == null ? "none" : trial.use(),
                out);
    }
}
