package io.weighbridge.routing;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What may be promised about a policy, and on what grounds.
 *
 * @param maxQualityLoss the promised bound on the mean loss of quality against the incumbents, in [0, 1]
 * @param confidence probability of the statement, in (0, 1)
 * @param certified whether the bound was shown; if not, the policy must keep the incumbents
 * @param units paired units in the certification set
 * @param clusters independent clusters of those units
 * @param from start of the window of the data, inclusive
 * @param to end of the window, exclusive
 * @param method name of the test
 * @param assumption what must hold for the statement to be true
 * @param costSaving fraction of the incumbents' cost that is saved on the certification set
 * @param realisedQualityLoss mean loss of quality on the certification set
 */
public record Certificate(
        double maxQualityLoss,
        double confidence,
        boolean certified,
        long units,
        long clusters,
        Instant from,
        Instant to,
        String method,
        String assumption,
        OptionalDouble costSaving,
        OptionalDouble realisedQualityLoss) {

    public Certificate {
        Check.fraction("certificate.max_quality_loss", maxQualityLoss);
        Check.isTrue(confidence > 0 && confidence < 1, "certificate.confidence", "must be in (0, 1)", confidence);
        Check.notNegative("certificate.units", units);
        Check.isTrue(
                clusters >= 0 && clusters <= units,
                "certificate.clusters",
                "must be 0 to " + units + " units",
                clusters);
        Check.isTrue(!to.isBefore(from), "certificate.to", "must not be before " + from, to);
        costSaving.ifPresent(saving -> Check.finite("certificate.cost_saving", saving));
        realisedQualityLoss.ifPresent(loss -> Check.finite("certificate.realised_quality_loss", loss));
    }
}
