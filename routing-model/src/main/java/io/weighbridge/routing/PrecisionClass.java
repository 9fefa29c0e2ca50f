package io.weighbridge.routing;

import java.util.OptionalDouble;

/**
 * How an agent or task weighs precision, cost and speed. Among the models whose expected quality is at least {@code
 * minQuality} and at most {@code tolerance} below the incumbent's, the one with the largest
 *
 * <pre>utility = quality − qualityPerUsd × cost in USD − qualityPerSecond × p95 latency in seconds</pre>
 *
 * so precision has the weight 1, and the others say how much quality a dollar and a second are worth. It takes the place of
 * the policy's rule for the calls of its agents and tasks.
 *
 * @param minQuality expected quality that a model must reach to replace the incumbent, in [0, 1]; an incumbent below it is
 *     replaced where another reaches it
 * @param tolerance quality that may be given up against the incumbent, in [0, 1]; takes the place of the task's
 * @param qualityPerUsd not negative
 * @param qualityPerSecond not negative; if positive, a model of unknown latency is not preferred
 * @param maxLatencyMillis largest p95 latency in milliseconds, of the incumbent too; empty for no bound
 */
public record PrecisionClass(
        OptionalDouble minQuality,
        double tolerance,
        double qualityPerUsd,
        double qualityPerSecond,
        OptionalDouble maxLatencyMillis) {

    private static final double MILLIS_PER_SECOND = 1000;

    public PrecisionClass {
        minQuality.ifPresent(quality -> Check.fraction("precision_class.min_quality", quality));
        Check.fraction("precision_class.tolerance", tolerance);
        Check.notNegative("precision_class.quality_per_usd", qualityPerUsd);
        Check.notNegative("precision_class.quality_per_second", qualityPerSecond);
        maxLatencyMillis.ifPresent(millis -> Check.notNegative("precision_class.max_latency_millis", millis));
    }

    /**
     * The candidate that this class prefers; arrays and ties as in {@link Rule#choose}.
     *
     * @param millis p95 latency of each candidate, NaN where unknown
     * @param qualityGivenUp the tolerance
     */
    int choose(
            double[] quality, double[] costUsd, double[] millis, boolean[] open, int incumbent, double qualityGivenUp) {
        double floor = quality[incumbent] - qualityGivenUp;
        int best = incumbent;
        double bestUtility = utility(quality[incumbent], costUsd[incumbent], millis[incumbent]);
        if (quality[incumbent] < minQuality.orElse(0)) {
            bestUtility = Double.NEGATIVE_INFINITY;
        }
        for (int k = 0; k < quality.length; k++) {
            double utility = utility(quality[k], costUsd[k], millis[k]);
            boolean cheaperAtEqualUtility = best != incumbent && utility == bestUtility && costUsd[k] < costUsd[best];
            if (open[k] && k != incumbent && quality[k] >= floor && (utility > bestUtility || cheaperAtEqualUtility)) {
                best = k;
                bestUtility = utility;
            }
        }
        return best;
    }

    /** NaN if quality or cost is unknown, or a latency that counts. */
    double utility(double quality, double costUsd, double millis) {
        double beforeLatency = quality - qualityPerUsd * costUsd;
        return qualityPerSecond == 0 ? beforeLatency : beforeLatency - qualityPerSecond * (millis / MILLIS_PER_SECOND);
    }
}
