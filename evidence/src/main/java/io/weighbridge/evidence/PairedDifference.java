package io.weighbridge.evidence;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of paired differences with a cluster-robust t interval, for one fixed look.
 *
 * <p>Δ̂ = ΣD/n. From 40 clusters on, V = G/(G−1) · Σ e_g² / n² with e_g = Σ_{i∈g}(D_i − Δ̂) and G − 1 degrees of freedom
 * (Liang and Zeger 1986). Below 40, the CR2 variance Σ e_g² / (1 − n_g/n) / n² with Satterthwaite degrees of freedom under
 * independent, equally dispersed units (Bell and McCaffrey, Survey Methodology 2002). Assumes independent clusters and, for
 * the t distribution, that no few clusters dominate; refused below 10 clusters. Values are in the unit of the
 * differences, in [−1, 1] for qualities.
 */
public final class PairedDifference {
    /** Fewer independent clusters support no interval. */
    public static final int FEWEST_CLUSTERS = 10;

    private static final int FEWEST_CLUSTERS_FOR_LARGE_SAMPLE = 40;

    private PairedDifference() {}

    /**
     * @param differences one per unit: candidate minus incumbent
     * @param confidence in (0, 1)
     */
    public static IntervalEstimate of(double[] differences, Clustering clustering, double confidence) {
        int clusters = clustering.clusters();
        if (clusters < FEWEST_CLUSTERS) {
            return new Refused(clusters + " clusters, at least " + FEWEST_CLUSTERS + " are needed");
        }
        double[] sums = clustering.sums(differences);
        double mean = sum(sums) / differences.length;
        boolean few = clusters < FEWEST_CLUSTERS_FOR_LARGE_SAMPLE;
        double variance = few ? reducedBiasVariance(sums, mean, clustering) : variance(sums, mean, clustering);
        // A sum of rounded values that are all equal leaves a variance of a few ulps, not of 0.
        if (!(variance > 1e-24)) {
            return new Refused("all clusters agree exactly, so that there is no spread to estimate from");
        }
        double degrees = few ? satterthwaiteDegrees(clustering) : clusters - 1.0;
        double error = Math.sqrt(variance);
        double half = TDistribution.of(degrees).inverseSurvivalProbability((1 - confidence) / 2) * error;
        return new Estimate(mean, new Interval(mean - half, mean + half), error, degrees, differences.length, clusters);
    }

    private static double variance(double[] sums, double mean, Clustering clustering) {
        double squares = 0;
        for (int g = 0; g < sums.length; g++) {
            double residual = sums[g] - mean * clustering.sizeOf(g);
            squares += residual * residual;
        }
        double units = clustering.units();
        return squares * sums.length / (sums.length - 1.0) / (units * units);
    }

    private static double reducedBiasVariance(double[] sums, double mean, Clustering clustering) {
        double units = clustering.units();
        double squares = 0;
        for (int g = 0; g < sums.length; g++) {
            double residual = sums[g] - mean * clustering.sizeOf(g);
            squares += residual * residual / (1 - clustering.sizeOf(g) / units);
        }
        return squares / (units * units);
    }

    /**
     * (Σ_g b_g·b_g)² / Σ_{g,h} (b_g·b_h)², where b_g is the contrast whose square estimates cluster g's share of the
     * variance: b_g·b_h = [g = h] n_g w_g² − n_g n_h w_g w_h / n, up to a common factor, with w_g = (1 − n_g/n)^−½.
     */
    private static double satterthwaiteDegrees(Clustering clustering) {
        double units = clustering.units();
        double trace = 0;
        double squares = 0;
        for (int g = 0; g < clustering.clusters(); g++) {
            double sizeG = clustering.sizeOf(g);
            double weightG = 1 / Math.sqrt(1 - sizeG / units);
            for (int h = 0; h < clustering.clusters(); h++) {
                double sizeH = clustering.sizeOf(h);
                double weightH = 1 / Math.sqrt(1 - sizeH / units);
                double product = -sizeG * sizeH * weightG * weightH / units;
                if (g == h) {
                    product += sizeG * weightG * weightG;
                    trace += product;
                }
                squares += product * product;
            }
        }
        return trace * trace / squares;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
