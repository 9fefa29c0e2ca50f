package io.weighbridge.evidence;

import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What one success costs: the sum of costs over the sum of successes, failed attempts' costs included, with Fieller's interval
 * from clusters (Fieller, Journal of the Royal Statistical Society B 1954).
 *
 * <p>The interval is the set of ratios R that a t test on the clusters' sums of cost − R · success, with G − 1 degrees of
 * freedom, does not reject. Where successes are too few to be told from none it has no upper end. Assumes independent
 * clusters; refused below 10.
 *
 * @param value null without a success
 * @param low least cost of a success, at least 0
 * @param high most; null where nothing bounds it
 * @param refusal why there is no interval; null where there is one
 */
public record CostPerSuccess(
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high,
        int clusters,
        @Nullable String refusal) {

    /**
     * @param costs of each unit, at least 0, in any one unit of money
     * @param successes of each unit, at least 0: scores, weighted like the costs where units stand for more than one
     */
    public static CostPerSuccess of(double[] costs, double[] successes, Clustering clustering, double confidence) {
        double[] cost = clustering.sums(costs);
        double[] success = clustering.sums(successes);
        int clusters = cost.length;
        double meanCost = mean(cost);
        double meanSuccess = mean(success);
        Double value = meanSuccess > 0 ? (Double) (meanCost / meanSuccess) : null;
        if (clusters < PairedDifference.FEWEST_CLUSTERS) {
            return new CostPerSuccess(
                    value,
                    null,
                    null,
                    clusters,
                    clusters + " clusters, at least " + PairedDifference.FEWEST_CLUSTERS + " are needed");
        }
        double quantile = TDistribution.of(clusters - 1.0).inverseSurvivalProbability((1 - confidence) / 2);
        double scale = quantile * quantile / (clusters * (clusters - 1.0));
        double costSpread = scale * products(cost, meanCost, cost, meanCost);
        double crossSpread = scale * products(cost, meanCost, success, meanSuccess);
        double successSpread = scale * products(success, meanSuccess, success, meanSuccess);
        // a R² − 2 b R + c ≤ 0
        double a = meanSuccess * meanSuccess - successSpread;
        double b = meanCost * meanSuccess - crossSpread;
        double c = meanCost * meanCost - costSpread;
        double discriminant = b * b - a * c;
        if (a > 0) {
            double root = Math.sqrt(Math.max(0, discriminant));
            return new CostPerSuccess(value, Math.max(0, (b - root) / a), (b + root) / a, clusters, null);
        }
        double least = a == 0 ? c / (2 * b) : (b - Math.sqrt(Math.max(0, discriminant))) / a;
        return new CostPerSuccess(value, c > 0 && discriminant >= 0 ? Math.max(0, least) : 0, null, clusters, null);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double products(double[] first, double firstMean, double[] second, double secondMean) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (first[i] - firstMean) * (second[i] - secondMean);
        }
        return sum;
    }
}
