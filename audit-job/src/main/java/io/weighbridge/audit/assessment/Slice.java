package io.weighbridge.audit.assessment;

import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import io.weighbridge.evidence.Kish;
import io.weighbridge.evidence.PairedDifference;
import io.weighbridge.evidence.WeightedDifference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the outcomes say about a candidate in a part of the calls: of a team, an application or an agent, in one task or in all.
 * A description, never a verdict: each interval holds by itself, and nobody registered the parts.
 *
 * @param dimension "team", "application" or "agent"
 * @param task null for all tasks that have evidence of the candidate; the incumbent is that of each task
 * @param status "paired" or "replayed"
 * @param units observations: units, or draws of a replay
 * @param clusters independent ones
 * @param effectiveSize Kish's effective number of observations
 * @param calls that the observations stand for
 * @param quality candidate minus incumbent; null where the observations support no number
 * @param savingPerCall in picodollars; null where they do not, or a cost is not known
 * @param reason why there is no quality; empty where there is
 */
public record Slice(
        String dimension,
        String value,
        @Nullable String task,
        String candidate,
        String status,
        int units,
        int clusters,
        double effectiveSize,
        double calls,
        @Nullable Estimate quality,
        @Nullable Estimate savingPerCall,
        String reason) {
    private static final Interval QUALITY_DIFFERENCES = new Interval(-1, 1);

    static Slice of(
            String dimension,
            String value,
            @Nullable String task,
            String candidate,
            List<Observation> observations,
            boolean drawn,
            double confidence) {
        double[] weights =
                observations.stream().mapToDouble(Observation::weight).toArray();
        Clustering clustering =
                Clustering.of(observations.stream().map(Observation::cluster).toList());
        IntervalEstimate quality = estimate(
                observations.stream().mapToDouble(Observation::difference).toArray(), weights, clustering, confidence);
        return new Slice(
                dimension,
                value,
                task,
                candidate,
                drawn ? "replayed" : "paired",
                observations.size(),
                clustering.clusters(),
                Kish.effectiveSampleSize(weights),
                IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum(),
                quality instanceof Estimate supported ? clipped(supported) : null,
                saving(observations, weights, clustering, confidence).orElse(null),
                quality instanceof Refused refused ? refused.reason() : "");
    }

    private static Optional<Estimate> saving(
            List<Observation> observations, double[] weights, Clustering clustering, double confidence) {
        if (observations.stream().map(Observation::savedPicodollars).anyMatch(Objects::isNull)) {
            return Optional.empty();
        }
        double[] saved = observations.stream()
                .map(Observation::savedPicodollars)
                .mapToDouble(Objects::requireNonNull)
                .toArray();
        return estimate(saved, weights, clustering, confidence) instanceof Estimate supported
                ? Optional.of(supported)
                : Optional.empty();
    }

    private static IntervalEstimate estimate(
            double[] values, double[] weights, Clustering clustering, double confidence) {
        boolean equal = IntStream.range(0, weights.length).allMatch(i -> weights[i] == weights[0]);
        return equal
                ? PairedDifference.of(values, clustering, confidence)
                : WeightedDifference.of(values, weights, clustering, confidence);
    }

    private static Estimate clipped(Estimate estimate) {
        return new Estimate(
                estimate.value(),
                estimate.interval().clippedTo(QUALITY_DIFFERENCES),
                estimate.standardError(),
                estimate.degreesOfFreedom(),
                estimate.units(),
                estimate.clusters());
    }
}
