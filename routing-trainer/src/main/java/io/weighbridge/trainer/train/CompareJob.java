package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.PairedClusterBootstrap;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Compares two policies on the same units by a paired cluster bootstrap. Units that either was fitted or selected on are
 * left out.
 */
public final class CompareJob {
    private static final int LEAST_CLUSTERS = 10;
    private static final int RESAMPLES = 2_000;

    private final Path lake;

    public CompareJob(Path lake) {
        this.lake = lake;
    }

    /**
     * @param audit null is the latest finished one
     * @param confidence of each interval, in (0, 1)
     * @param seed of the bootstrap
     * @throws BadInputException if fewer than 10 clusters can be compared
     */
    public CompareResult run(Path fileA, Path fileB, @Nullable String audit, double confidence, long seed)
            throws IOException {
        Policy a = PolicyFiles.read(fileA);
        Policy b = PolicyFiles.read(fileB);
        requireNoExploration(fileA, a);
        requireNoExploration(fileB, b);
        LakeAudits.TrainingFile source = new LakeAudits(lake).trainingSet(audit);
        TrainingSet set = TrainingSet.read(source.file());
        PolicyEvidence ofA = PolicyEvidence.of(a, set);
        PolicyEvidence ofB = PolicyEvidence.of(b, set);
        Unseen unseenByA = Unseen.by(a, lake);
        Unseen unseenByB = Unseen.by(b, lake);
        List<int[]> clusters = ofA.clusters(seed, unit -> {
            String cluster = set.units().get(unit).clusterId();
            return unseenByA.includes(cluster)
                    && unseenByB.includes(cluster)
                    && ofA.isMeasured(unit)
                    && ofB.isMeasured(unit);
        });
        if (clusters.size() < LEAST_CLUSTERS) {
            throw new BadInputException("audit " + source.id() + ": must have at least " + LEAST_CLUSTERS
                    + " clusters that neither policy has seen and that all their models answered, has "
                    + clusters.size());
        }
        Pairs pairs = new Pairs(set, clusters, confidence, seed);
        CompareResult.Difference cost = pairs.difference(ofA::costUsd, ofB::costUsd);
        int units = clusters.stream().mapToInt(cluster -> cluster.length).sum();
        return new CompareResult(
                PolicyJson.id(a),
                PolicyJson.id(b),
                source.id(),
                confidence,
                units,
                clusters.size(),
                set.units().size() - units,
                pairs.mean(unit -> ofA.model(unit).equals(ofB.model(unit)) ? 1 : 0),
                pairs.difference(ofA::quality, ofB::quality),
                Double.isFinite(cost.difference()) ? cost : null,
                unseenByA.how(),
                unseenByB.how());
    }

    private static void requireNoExploration(Path file, Policy policy) {
        if (policy.exploration() > 0) {
            throw new BadInputException(
                    file + ": exploration: must be 0 for a comparison, was " + policy.exploration());
        }
    }

    /** Weighted means over units in clusters. */
    private record Pairs(TrainingSet set, List<int[]> clusters, double confidence, long seed) {

        CompareResult.Difference difference(IntToDoubleFunction a, IntToDoubleFunction b) {
            double[] weights = sums(unit -> 1);
            double[] differences = sums(unit -> a.applyAsDouble(unit) - b.applyAsDouble(unit));
            double meanA = mean(a);
            double meanB = mean(b);
            if (!Double.isFinite(meanA - meanB)) {
                return new CompareResult.Difference(meanA, meanB, Double.NaN, Double.NaN, Double.NaN);
            }
            Interval interval = new PairedClusterBootstrap(clusters.size(), RESAMPLES, seed)
                    .interval(drawn -> ratio(differences, weights, drawn), confidence);
            return new CompareResult.Difference(meanA, meanB, meanA - meanB, interval.low(), interval.high());
        }

        double mean(IntToDoubleFunction value) {
            int[] once = new int[clusters.size()];
            Arrays.fill(once, 1);
            return ratio(sums(value), sums(unit -> 1), once);
        }

        /** By cluster, each unit with its weight. */
        private double[] sums(IntToDoubleFunction value) {
            return clusters.stream()
                    .mapToDouble(cluster -> Arrays.stream(cluster)
                            .mapToDouble(unit -> set.units().get(unit).weight() * value.applyAsDouble(unit))
                            .sum())
                    .toArray();
        }

        private static double ratio(double[] sums, double[] weights, int[] drawn) {
            double sum = 0;
            double weight = 0;
            for (int c = 0; c < drawn.length; c++) {
                sum += drawn[c] * sums[c];
                weight += drawn[c] * weights[c];
            }
            return sum / weight;
        }
    }
}
