package io.weighbridge.evidence;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The share of calls that needed the incumbent, P(y(a) &gt; y(k)).
 *
 * <p>It is identified only where both models answered the same calls; {@link #paired} then is a proportion with a
 * cluster-robust interval. From separate samples of the two models only bounds are known (Fréchet and Hoeffding; Fan and
 * Park 2010): models that fail on the same calls and models that fail on different ones look alike. Print beside it the
 * share P(y(a) &gt; y(a′)) of two independent runs of one model: a model that is right 80 % of the time needs itself on
 * 16 % of its calls, by luck alone.
 */
public final class FrontierShare {
    private FrontierShare() {}

    /** @param incumbent y(a) and {@code candidate} y(k) of the same calls */
    public static IntervalEstimate paired(
            double[] incumbent, double[] candidate, Clustering clustering, double confidence) {
        if (incumbent.length != candidate.length) {
            throw new IllegalArgumentException(
                    "qualities: must be of the same calls, were " + incumbent.length + " and " + candidate.length);
        }
        double[] needed = new double[incumbent.length];
        for (int i = 0; i < needed.length; i++) {
            needed[i] = incumbent[i] > candidate[i] ? 1 : 0;
        }
        return PairedDifference.of(needed, clustering, confidence);
    }

    /**
     * Bounds from right and wrong answers of separate, independent samples of one population:
     * max(0, p_a − p_k) ≤ share ≤ min(p_a, 1 − p_k), with exact limits (Clopper and Pearson 1934) at a quarter of the error each.
     */
    public static Interval binaryBounds(
            int incumbentRight, int incumbentAnswers, int candidateRight, int candidateAnswers, double confidence) {
        double level = (1 - confidence) / 4;
        double incumbentLow = lowerLimit(incumbentRight, incumbentAnswers, level);
        double incumbentHigh = upperLimit(incumbentRight, incumbentAnswers, level);
        double candidateLow = lowerLimit(candidateRight, candidateAnswers, level);
        double candidateHigh = upperLimit(candidateRight, candidateAnswers, level);
        return ordered(Math.max(0, incumbentLow - candidateHigh), Math.min(incumbentHigh, 1 - candidateLow));
    }

    /**
     * Bounds from graded answers of separate, independent samples of one population:
     * sup_u [F_k(u) − F_a(u)]⁺ ≤ share ≤ inf_u [1 − F_a(u) + F_k(u⁻)], with simultaneous bands of the distribution functions (Dvoretzky, Kiefer
     * and Wolfowitz; constant of Massart 1990) at half of the error each.
     */
    public static Interval gradedBounds(double[] incumbent, double[] candidate, double confidence) {
        double[] a = sorted(incumbent);
        double[] k = sorted(candidate);
        double band = band(a.length, confidence) + band(k.length, confidence);
        double low = 0;
        double high = 1;
        for (double[] grades : new double[][] {a, k}) {
            for (double grade : grades) {
                low = Math.max(low, atMost(k, grade) - atMost(a, grade) - band);
                high = Math.min(high, 1 - atMost(a, grade) + below(k, grade) + band);
            }
        }
        return ordered(low, Math.max(0, high));
    }

    private static double band(int answers, double confidence) {
        return Math.sqrt(StrictMath.log(2 / ((1 - confidence) / 2)) / (2.0 * answers));
    }

    private static double atMost(double[] sorted, double grade) {
        int after = sorted.length;
        while (after > 0 && sorted[after - 1] > grade) {
            after--;
        }
        return after / (double) sorted.length;
    }

    private static double below(double[] sorted, double grade) {
        int first = 0;
        while (first < sorted.length && sorted[first] < grade) {
            first++;
        }
        return first / (double) sorted.length;
    }

    private static double[] sorted(double[] grades) {
        if (grades.length == 0) {
            throw new IllegalArgumentException("grades: must not be empty");
        }
        double[] sorted = grades.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double lowerLimit(int right, int answers, double level) {
        requireCount(right, answers);
        return right == 0
                ? 0
                : BetaDistribution.of(right, answers - right + 1.0).inverseCumulativeProbability(level);
    }

    private static double upperLimit(int right, int answers, double level) {
        requireCount(right, answers);
        return right == answers
                ? 1
                : BetaDistribution.of(right + 1.0, answers - right).inverseSurvivalProbability(level);
    }

    private static void requireCount(int right, int answers) {
        if (!(answers > 0 && right >= 0 && right <= answers)) {
            throw new IllegalArgumentException("right answers: must be in [0, " + answers + "], were " + right);
        }
    }

    /** Limits that have crossed, which happens only when one has missed, meet in the middle. */
    private static Interval ordered(double low, double high) {
        return BettingInference.ordered(low, high);
    }
}
