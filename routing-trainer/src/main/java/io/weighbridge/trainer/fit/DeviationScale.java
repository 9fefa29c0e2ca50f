package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import smile.math.BFGS;

/**
 * Calibration of a per-call model: the factor by which its deviations from the per-task table should be taken, by
 * weighted maximum likelihood on out-of-fold predictions. This is Platt scaling (Platt 1999) with the table as its
 * centre, so that an overconfident model moves towards the table and not towards one half.
 */
final class DeviationScale {
    private static final double LARGEST = 1.5;
    /** A weak pull towards 1, so that few rows change little. */
    private static final double RIDGE = 1;

    private static final double TOLERANCE = 1e-8;
    private static final int MOST_ITERATIONS = 100;

    private DeviationScale() {}

    /**
     * @param table log-odds of the table, out of fold
     * @param perCall log-odds of the per-call model, out of fold
     * @return in [0, 1.5]; 1 leaves the model as it is
     */
    static double fit(double[] table, double[] perCall, double[] label, double[] weight) {
        int[][] index = new int[table.length][];
        double[][] deviation = new double[table.length][];
        for (int i = 0; i < table.length; i++) {
            index[i] = new int[] {0};
            deviation[i] = new double[] {perCall[i] - table[i]};
        }
        double[] aboveOne = new double[1];
        LogisticLoss loss = new LogisticLoss(
                new SparseRows(1, index, deviation),
                IntStream.range(0, table.length).toArray(),
                label,
                weight,
                perCall,
                new double[] {RIDGE});
        BFGS.minimize(loss, 1, aboveOne, TOLERANCE, MOST_ITERATIONS);
        double change = loss.weights(aboveOne)[0];
        return Double.isFinite(change) ? Math.clamp(1 + change, 0, LARGEST) : 1;
    }

    /** Weights of mean 1. */
    static double[] meanOne(double[] weight) {
        double mean = Arrays.stream(weight).sum() / weight.length;
        return Arrays.stream(weight).map(w -> w / mean).toArray();
    }
}
