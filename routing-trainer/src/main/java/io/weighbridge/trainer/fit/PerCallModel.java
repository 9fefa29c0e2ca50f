package io.weighbridge.trainer.fit;

import java.util.Arrays;
import smile.classification.SparseLogisticRegression;
import smile.math.BFGS;
import smile.util.IntSet;
import smile.util.SparseArray;

/**
 * A sparse logistic regression of one candidate's quality, shrunk by a ridge towards its per-task table: without
 * signal in the prompt it is the table.
 *
 * @param bias log-odds of the vector of zeros
 * @param weights weight per feature index
 */
public record PerCallModel(double bias, double[] weights) {
    private static final int HISTORY = 6;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_ITERATIONS = 300;

    /** Log-odds of a good answer: bias, then weight × value in index order. */
    public double logOdds(SparseRows features, int row) {
        int[] at = features.index()[row];
        double[] of = features.value()[row];
        double sum = bias;
        for (int j = 0; j < at.length; j++) {
            sum += of[j] * weights[at[j]];
        }
        return sum;
    }

    /** This model with its deviations from the table taken by a factor. */
    PerCallModel scaled(double[] centre, double factor) {
        double[] scaled = new double[weights.length];
        Arrays.setAll(scaled, j -> centre[j] + factor * (weights[j] - centre[j]));
        return new PerCallModel(bias, scaled);
    }

    /** Smile's own model with these weights, against which exports are checked. */
    public SparseLogisticRegression.Binomial toSmile() {
        double[] withBias = Arrays.copyOf(weights, weights.length + 1);
        withBias[weights.length] = bias;
        return new SparseLogisticRegression.Binomial(withBias, 0, 0, IntSet.of(2));
    }

    /** A row as Smile sees it. */
    public static SparseArray toSmile(SparseRows features, int row) {
        SparseArray array = new SparseArray(features.index()[row].length);
        for (int j = 0; j < features.index()[row].length; j++) {
            array.append(features.index()[row][j], features.value()[row][j]);
        }
        return array;
    }

    /**
     * Fits by Smile's L-BFGS.
     *
     * @param active features of the training rows
     * @param dimension size of the hash space
     * @param label quality of each training row in [0, 1]; a fractional label counts as its cross-entropy
     * @param weight weight of each training row
     * @param bias log-odds of the overall mean
     * @param centre weights towards which the ridge pulls: each task's log-odds at its indicator
     * @param ridge λ of the penalty λ/2 · ‖w − centre‖²
     */
    static PerCallModel fit(
            ActiveFeatures active,
            int dimension,
            double[] label,
            double[] weight,
            double bias,
            double[] centre,
            double ridge) {
        double[] offset = new double[label.length];
        for (int i = 0; i < offset.length; i++) {
            offset[i] = bias + active.dot(i, centre);
        }
        double[] shift = new double[active.original().length];
        LogisticLoss loss = new LogisticLoss(active.index(), active.value(), label, weight, offset, ridge);
        if (shift.length > 0) { // a handful of short prompts may have no feature that is frequent enough
            BFGS.minimize(loss, HISTORY, shift, TOLERANCE, MOST_ITERATIONS);
        }
        double[] weights = active.spread(shift, dimension);
        for (int j = 0; j < dimension; j++) {
            weights[j] += centre[j];
        }
        return new PerCallModel(bias, weights);
    }
}
