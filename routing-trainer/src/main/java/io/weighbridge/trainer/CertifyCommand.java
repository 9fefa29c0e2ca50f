package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.CertifyJob;
import io.weighbridge.trainer.train.CertifyResult;
import io.weighbridge.trainer.train.TrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the policy.")
    private Path out = Path.of("certified.json");

    @Mixin
    private final CertificateOptions promise = new CertificateOptions();

    @Override
    protected Summary run() throws IOException {
        CertifyResult result = new CertifyJob(Path.of(lake(evidence.lake())), InstantSource.system())
                .run(policy, evidence.audit(), promise.with(Map.of(), settings()), out);
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
                "%s: loses at most %s at confidence %s%s; %.4f lost and %s saved on %,d unseen units in %,d clusters of"
                        + " audit %s (test %s, use %s of them). Policy in %s",
                verdict,
                certificate.maxQualityLoss(),
                certificate.confidence(),
                certificate.certified() ? " until " + certificate.expiresAt() : "",
                certificate.realisedQualityLoss(),
                saving == null ? "unknown" : String.format(Locale.ROOT, "%.1f %%", 100 * saving),
                certificate.units(),
                certificate.clusters(),
                result.evidence(),
                trial == null ? "none" : trial.window(),
                trial == null ? "none" : trial.use(),
                out);
    }
}
