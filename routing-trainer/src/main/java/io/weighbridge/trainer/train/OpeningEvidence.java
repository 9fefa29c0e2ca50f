package io.weighbridge.trainer.train;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * What opening tasks would do, by weight of the calls that units stand for.
 *
 * @param clusters clusters with a moved unit
 * @param meanDifference quality gained per moved call, in [−1, 1]
 * @param standardError of it, over clusters
 * @param movedWeight calls moved
 * @param savingUsd money saved
 */
record OpeningEvidence(
        int clusters, double meanDifference, double standardError, double movedWeight, double savingUsd) {
    /** Normal quantile of one-sided 90 % limits. */
    static final double ONE_SIDED_90 = 1.2816;

    private static final int LEAST_CLUSTERS = 30;

    static OpeningEvidence of(World world, Opening opening, Collection<Integer> units) {
        return of(world, i -> world.choice(i, opening), units);
    }

    /** @param choice model of each unit */
    static OpeningEvidence of(World world, IntUnaryOperator choice, Collection<Integer> units) {
        Map<String, double[]> clusters = new HashMap<>();
        double weight = 0;
        double gained = 0;
        double saved = 0;
        for (int i : units) {
            int incumbent = world.incumbent(i);
            int chosen = choice.applyAsInt(i);
            if (chosen == incumbent) {
                continue;
            }
            double w = world.unit(i).weight();
            double difference = world.difference(i, chosen);
            weight += w;
            gained += w * difference;
            saved += w * (world.costUsd(i, incumbent) - world.costUsd(i, chosen));
            double[] sums = clusters.computeIfAbsent(world.unit(i).clusterId(), c -> new double[2]);
            sums[0] += w;
            sums[1] += w * difference;
        }
        double mean = weight == 0 ? 0 : gained / weight;
        double squares = 0;
        for (double[] sums : clusters.values()) {
            double residual = sums[1] - mean * sums[0];
            squares += residual * residual;
        }
        int g = clusters.size();
        double error = g < 2 ? 1 : Math.sqrt(squares * g / (g - 1)) / weight;
        return new OpeningEvidence(g, mean, error, weight, saved);
    }

    /**
     * Whether the moved calls themselves look safe. The allowance of the whole must not be spent on a few calls that need
     * the incumbent: that would be a saving in every world.
     *
     * @param lowest the least one-sided 90 % lower limit of the mean difference
     */
    boolean isSafe(double lowest) {
        return clusters >= LEAST_CLUSTERS && savingUsd > 0 && meanDifference - ONE_SIDED_90 * smoothedError() >= lowest;
    }

    /** Whether the moved calls need the incumbent: the one-sided 90 % upper limit of the mean difference is lower. */
    boolean isUnsafe(double lowest) {
        return clusters >= LEAST_CLUSTERS && meanDifference + ONE_SIDED_90 * smoothedError() < lowest;
    }

    /** Quality lost, in calls; a gain counts as 0. */
    double lostCalls() {
        return Math.max(0, -meanDifference) * movedWeight;
    }

    /** Standard error of the quality lost, in calls. */
    double lostCallsError() {
        return smoothedError() * movedWeight;
    }

    /** The standard error as if two more clusters had come out worse, so that unanimity in few is not certainty. */
    private double smoothedError() {
        double floor = Math.sqrt(2.0) / (clusters + 2);
        return Math.max(standardError, floor);
    }
}
