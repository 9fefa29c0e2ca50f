package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Certifies one of several policies, listed safest first: Learn-then-Test with fixed-sequence testing (Angelopoulos, Bates,
 * Candès, Jordan and Lei 2021).
 *
 * <p>Policies, their order, ε and δ are fixed before the certification clusters are read. Each policy is tested at level δ
 * against "its loss exceeds ε"; the first that fails ends the sequence, and the last that passed is certified: its expected
 * loss on future clusters of the same population is at most ε with probability at least 1 − δ over the certification set.
 * Clusters must be independent and identically distributed, in an order that does not depend on their values.
 *
 * <p>The p-value is 1 / max_s K_s(0) of the betting engine on increments W with bets λ_j = c_j / |ℓ|. Hoeffding–Bentkus on
 * the same increments is reported as a cross-check and decides nothing; it is larger except for extreme samples.
 */
public final class LearnThenTest {
    private LearnThenTest() {}

    /**
     * What one policy shows on the certification clusters.
     *
     * @param range of every possible W; its low end must be negative, its high end positive
     * @param values W of each cluster, with mean ≥ 0 exactly when the policy's loss is at most ε
     */
    public record Increments(Interval range, double[] values) {
        public Increments {
            if (!(range.low() < 0 && range.high() > 0)) {
                throw new IllegalArgumentException("range: must contain 0 in its interior, was " + range);
            }
            if (values.length == 0) {
                throw new IllegalArgumentException("values: must not be empty");
            }
            for (double value : values) {
                BettingInference.requireInside(range, value);
            }
            values = values.clone();
        }

        /**
         * One increment per cluster, target the mean per cluster: W = D + ε in [−(1 − ε), 1 + ε].
         *
         * @param differences cluster means of policy minus incumbent, each in [−1, 1]
         */
        public static Increments perCluster(double[] differences, double maxLoss) {
            return weighted(differences, ones(differences.length), 1, maxLoss);
        }

        /**
         * Weighted clusters: W = w (D + ε) with 0 ≤ w ≤ cap. With w = units / size cap the target is the mean per call; with
         * w the inverse-probability weight it is the population's mean.
         *
         * @param differences each in [−1, 1]
         * @param largestWeight the cap, set before the data
         */
        public static Increments weighted(
                double[] differences, double[] weights, double largestWeight, double maxLoss) {
            if (!(maxLoss >= 0 && maxLoss < 1)) {
                throw new IllegalArgumentException("maximum loss: must be in [0, 1), was " + maxLoss);
            }
            double[] values = new double[differences.length];
            for (int c = 0; c < values.length; c++) {
                if (!(weights[c] >= 0 && weights[c] <= largestWeight)) {
                    throw new IllegalArgumentException(
                            "weight: must be in [0, " + largestWeight + "], was " + weights[c]);
                }
                values[c] = weights[c] * (differences[c] + maxLoss);
            }
            return new Increments(new Interval(-(1 - maxLoss) * largestWeight, (1 + maxLoss) * largestWeight), values);
        }

        private static double[] ones(int length) {
            double[] ones = new double[length];
            Arrays.fill(ones, 1);
            return ones;
        }
    }

    /**
     * @param certified index of the certified policy; empty when even the first failed
     * @param pValues one per policy, by betting; those after the first failure are shown and were not used
     * @param crossChecks Hoeffding–Bentkus p-values of the same hypotheses
     */
    public record Certification(OptionalInt certified, List<Double> pValues, List<Double> crossChecks) {
        public Certification {
            pValues = List.copyOf(pValues);
            crossChecks = List.copyOf(crossChecks);
        }
    }

    /**
     * @param policies safest first
     * @param delta probability of a wrong certificate, in (0, 1)
     */
    public static Certification certify(List<Increments> policies, double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta: must be in (0, 1), was " + delta);
        }
        List<Double> pValues = new ArrayList<>();
        List<Double> crossChecks = new ArrayList<>();
        int passed = 0;
        for (Increments policy : policies) {
            double pValue = bettingPValue(policy);
            if (passed == pValues.size() && pValue <= delta) {
                passed++;
            }
            pValues.add(pValue);
            crossChecks.add(hoeffdingBentkusPValue(policy));
        }
        return new Certification(passed == 0 ? OptionalInt.empty() : OptionalInt.of(passed - 1), pValues, crossChecks);
    }

    /** p-value of "mean W is at most 0", by betting. */
    public static double bettingPValue(Increments policy) {
        WealthProcess wealth = WealthProcess.againstAtMost(0, policy.range());
        for (double value : policy.values()) {
            wealth.add(value);
        }
        return wealth.anytimePValue();
    }

    /**
     * The cross-check: p-value of the same hypothesis by Hoeffding and Bentkus, on (u − W)/(u − ℓ), which is (loss + 1)/2
     * for unweighted increments.
     */
    public static double hoeffdingBentkusPValue(Increments policy) {
        Interval range = policy.range();
        double sum = 0;
        for (double value : policy.values()) {
            sum += value;
        }
        double mean = sum / policy.values().length;
        return HoeffdingBentkus.pValue(
                (range.high() - mean) / range.width(), range.high() / range.width(), policy.values().length);
    }
}
