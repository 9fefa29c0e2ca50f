package io.weighbridge.trainer.train;

import io.weighbridge.routing.Certificate;
import io.weighbridge.trainer.train.CertificationSet.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts what a certification found into the certificate of a policy. */
final class Certificates {
    private Certificates() {}

    /**
     * @param trial null where no policy was tested
     * @param units of the evidence, for its window
     * @param now stands for the window where no unit says when it was
     */
    static Certificate of(
            Certification certification,
            CertificationSet set,
            TrainOptions options,
            Certificate.@Nullable Trial trial,
            Collection<TrainingUnit> units,
            Instant now) {
        Result deployed = certification.deployedStep();
        double saving = deployed == null ? 0 : deployed.saving();
        return new Certificate(
                options.maxQualityLoss(),
                options.confidence(),
                certification.isCertified(),
                null,
                set.units(),
                set.clusters(),
                first(units, now),
                end(units, now),
                now.plus(Duration.ofDays(options.certificateDays())).truncatedTo(ChronoUnit.SECONDS),
                CertificationSet.METHOD,
                CertificationSet.ASSUMPTION,
                Double.isFinite(saving) ? OptionalDouble.of(saving) : OptionalDouble.empty(),
                OptionalDouble.of(deployed == null ? 0 : -deployed.meanDifference()),
                trial,
                new TreeMap<>(certification.tasks()),
                new TreeMap<>(certification.agents()));
    }

    /** The test of the policy that is deployed; of the first one where none passed. */
    static Certificate.Trial trial(
            Certification certification, String design, CertificationLedger.Use use, double error) {
        Result tested = Objects.requireNonNullElse(
                certification.deployedStep(), certification.steps().getFirst());
        return new Certificate.Trial(
                design, use.set(), use.number(), use.window(), error, tested.pValue(), tested.crossCheck());
    }

    /** What a JSON result says of it. */
    static TrainResult.CertificateResult result(Certificate certificate, boolean uncertified) {
        Certificate.Trial trial = certificate.trial();
        return new TrainResult.CertificateResult(
                certificate.maxQualityLoss(),
                certificate.confidence(),
                certificate.certified(),
                certificate.expiresAt(),
                orNull(certificate.costSaving()),
                certificate.realisedQualityLoss().orElse(0),
                Math.toIntExact(certificate.units()),
                Math.toIntExact(certificate.clusters()),
                uncertified,
                trial == null
                        ? null
                        : new TrainResult.TrialResult(
                                trial.design(),
                                trial.set(),
                                trial.use(),
                                trial.window(),
                                trial.error(),
                                trial.pValue(),
                                trial.crossCheck()),
                parts(certificate.tasks()),
                parts(certificate.agents()));
    }

    private static Map<String, TrainResult.PartResult> parts(Map<String, Certificate.Part> parts) {
        Map<String, TrainResult.PartResult> results = new TreeMap<>();
        parts.forEach((name, part) -> results.put(
                name,
                new TrainResult.PartResult(
                        part.maxQualityLoss(),
                        part.certified(),
                        orNull(part.costSaving()),
                        part.realisedQualityLoss(),
                        part.units(),
                        part.clusters(),
                        part.pValue(),
                        part.crossCheck())));
        return results;
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Instant first(Collection<TrainingUnit> units, Instant otherwise) {
        return units.stream()
                .map(TrainingUnit::occurredAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(otherwise);
    }

    private static Instant end(Collection<TrainingUnit> units, Instant otherwise) {
        return units.stream()
                .map(TrainingUnit::occurredAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .map(last -> last.plusMillis(1))
                .orElse(otherwise);
    }
}
