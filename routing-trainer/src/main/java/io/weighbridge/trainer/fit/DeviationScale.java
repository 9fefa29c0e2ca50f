package io.weighbridge.trainer.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smile.math.BFGS;

/**
 * Calibration and stacking of per-call models: the factors by which their deviations from the per-task table should be taken,
 * by weighted maximum likelihood on out-of-fold predictions. This is Platt scaling (Platt 1999) with the table as its centre,
 * so that an overconfident model moves towards the table and not towards one half; with two models it is their stack
 * (Wolpert 1992), whose factors are not negative (Breiman 1996).
 *
 * @param linear factor in [0, 1.5] on what the weights say beyond the table; 1 leaves it as it is
 * @param trees the same of what boosted trees say
 */
public record DeviationScale(double linear, double trees) {
    /** Nothing is known that would change the models. */
    static final DeviationScale UNCHANGED = new DeviationScale(1, 1);

    /** The table alone. */
    static final DeviationScale TABLE = new DeviationScale(0, 0);

    private static final double LARGEST = 1.5;
    /** A weak pull towards equal parts that add up to 1, so that few rows change little. */
    private static final double RIDGE = 1;

    private static final double TOLERANCE = 1e-8;
    private static final int MOST_ITERATIONS = 100;

    /**
     * @param table log-odds of the table, out of fold
     * @param linear what the weights add to it, out of fold
     * @param trees what the trees add to it, out of fold; all zeros if there are none
     */
    static DeviationScale fit(double[] table, double[] linear, double[] trees, double[] label, double[] weight) {
        List<double[]> kinds = new ArrayList<>();
        for (double[] kind : List.of(linear, trees)) {
            if (Arrays.stream(kind).anyMatch(deviation -> deviation != 0)) {
                kinds.add(kind);
            }
        }
        double[] factors = factors(table, kinds, label, weight);
        int next = kinds.contains(linear) ? 1 : 0;
        return new DeviationScale(next == 1 ? factors[0] : 1, kinds.contains(trees) ? factors[next] : 1);
    }

    /** A factor that would be negative is 0, and the other is fitted alone. */
    private static double[] factors(double[] table, List<double[]> kinds, double[] label, double[] weight) {
        double[] factors = free(table, kinds, label, weight);
        for (int kind = 0; kind < factors.length; kind++) {
            if (factors[kind] < 0 && factors.length > 1) {
                double[] alone = factors(table, List.of(kinds.get(1 - kind)), label, weight);
                return kind == 0 ? new double[] {0, alone[0]} : new double[] {alone[0], 0};
            }
        }
        return Arrays.stream(factors)
                .map(factor -> Math.clamp(factor, 0, LARGEST))
                .toArray();
    }

    private static double[] free(double[] table, List<double[]> kinds, double[] label, double[] weight) {
        int size = kinds.size();
        double start = 1.0 / size;
        int[] all = IntStream.range(0, size).toArray();
        int[][] index = new int[table.length][];
        double[][] deviation = new double[table.length][size];
        double[] offset = table.clone();
        for (int i = 0; i < table.length; i++) {
            index[i] = all;
            for (int kind = 0; kind < size; kind++) {
                deviation[i][kind] = kinds.get(kind)[i];
                offset[i] += start * deviation[i][kind];
            }
        }
        double[] change = new double[size];
        LogisticLoss loss = new LogisticLoss(
                new SparseRows(size, index, deviation),
                new LogisticLoss.Targets(1, label, weight, offset),
                IntStream.range(0, size).mapToDouble(kind -> RIDGE).toArray());
        if (size > 0) {
            BFGS.minimize(loss, size, change, TOLERANCE, MOST_ITERATIONS);
        }
        return Arrays.stream(loss.weights(change))
                .map(by -> Double.isFinite(by) ? start + by : start)
                .toArray();
    }

    /** Weights of mean 1. */
    static double[] meanOne(double[] weight) {
        double mean = Arrays.stream(weight).sum() / weight.length;
        return Arrays.stream(weight).map(w -> w / mean).toArray();
    }
}
