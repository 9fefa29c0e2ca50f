package io.weighbridge.evidence;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean difference over a part of a population (a team, an application), from units that stand for more than themselves:
 * draws of known probability, each weighted by its inverse. For one fixed look.
 *
 * <p>Δ̂ = Σ w D / Σ w, the ratio of two Hansen–Hurwitz estimates, because how many of the population belong to the part is
 * estimated too; V = G/(G−1) · Σ e_g² / (Σ w)² with e_g = Σ_{i∈g} w_i (D_i − Δ̂) (linearisation; Särndal, Swensson and Wretman, Model Assisted
 * Survey Sampling, 1992, sections 5.7 and 10.3). t with Kish's effective number of clusters less one as degrees of freedom. A ratio has
 * a bias of order 1/G and no exact martingale: it is never used in a sequence, nor for a verdict, and refused below 40
 * effective clusters. Values are in the unit of the differences.
 */
public final class WeightedDifference {
    /** Fewer effective clusters support no interval. */
    public static final int FEWEST_EFFECTIVE_CLUSTERS = 40;

    private WeightedDifference() {}

    /**
     * @param differences one per unit
     * @param weights how many of the population each unit stands for, positive
     * @param confidence in (0, 1)
     */
    public static IntervalEstimate of(
            double[] differences, double[] weights, Clustering clustering, double confidence) {
        double[] clusterWeights = clustering.sums(weights);
        double effective = Kish.effectiveSampleSize(clusterWeights);
        if (!(effective >= FEWEST_EFFECTIVE_CLUSTERS)) {
            return new Refused(
                    (long) effective + " effective clusters, at least " + FEWEST_EFFECTIVE_CLUSTERS + " are needed");
        }
        double total = 0;
        double weighted = 0;
        for (int i = 0; i < differences.length; i++) {
            total += weights[i];
            weighted += weights[i] * differences[i];
        }
        double mean = weighted / total;
        double[] residuals = new double[differences.length];
        for (int i = 0; i < differences.length; i++) {
            residuals[i] = weights[i] * (differences[i] - mean);
        }
        double squares = 0;
        for (double sum : clustering.sums(residuals)) {
            squares += sum * sum;
        }
        int clusters = clustering.clusters();
        double variance = squares * clusters / (clusters - 1.0) / (total * total);
        if (!(variance > 1e-24)) {
            return new Refused("all clusters agree exactly, so that there is no spread to estimate from");
        }
        double error = Math.sqrt(variance);
        double half = TDistribution.of(effective - 1).inverseSurvivalProbability((1 - confidence) / 2) * error;
        return new Estimate(
                mean, new Interval(mean - half, mean + half), error, effective - 1, differences.length, clusters);
    }
}
