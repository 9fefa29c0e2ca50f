package io.weighbridge.trainer.fit;

import java.util.Arrays;
import smile.classification.SparseLogisticRegression;
import smile.math.BFGS;
import smile.util.IntSet;
import smile.util.SparseArray;

/**
 * A sparse logistic regression of one candidate's quality, shrunk by a ridge towards a centre, in the end its per-task
 * table: without signal in the prompt it is the table.
 *
 * @param bias log-odds of the vector of zeros
 * @param weights weight per feature index
 */
public record PerCallModel(double bias, double[] weights) {
    private static final int HISTORY = 6;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_ITERATIONS = 300;

    /** Log-odds of a good answer: bias plus weight × value. */
    public double logOdds(SparseRows features, int row) {
        return bias + features.dot(row, weights);
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
            array.append(features.index()[row][j], features.value(row, j));
        }
        return array;
    }

    /**
     * What one fit learns from.
     *
     * @param at training row of {@link ActiveFeatures#rows} that each label belongs to
     * @param label quality in [0, 1]; a fractional label counts as its cross-entropy
     * @param weight of each label, positive
     */
    record Sample(int[] at, double[] label, double[] weight) {}

    /**
     * Fits by Smile's L-BFGS.
     *
     * @param active features of the training rows
     * @param dimension size of the hash space
     * @param bias log-odds of the overall mean
     * @param centre weights towards which the ridge pulls
     * @param ridge λ of each used feature in the penalty Σ λ/2 · (w − centre)²
     */
    static PerCallModel fit(
            ActiveFeatures active, int dimension, Sample sample, double bias, double[] centre, double[] ridge) {
        double[] near = active.gathered(centre);
        double[] offset = new double[sample.label().length];
        for (int i = 0; i < offset.length; i++) {
            offset[i] = bias + active.rows().dot(sample.at()[i], near);
        }
        double[] weights = active.spread(shift(active.rows(), sample, offset, ridge), dimension);
        for (int j = 0; j < dimension; j++) {
            weights[j] += centre[j];
        }
        return new PerCallModel(bias, weights);
    }

    /** Weights of the used features that explain the labels best beyond their offsets. */
    static double[] shift(SparseRows rows, Sample sample, double[] offset, double[] ridge) {
        double[] parameters = new double[ridge.length];
        if (parameters.length == 0) { // a handful of short prompts may have no feature that is frequent enough
            return parameters;
        }
        LogisticLoss loss = new LogisticLoss(rows, sample.at(), sample.label(), sample.weight(), offset, ridge);
        BFGS.minimize(loss, HISTORY, parameters, TOLERANCE, MOST_ITERATIONS);
        return loss.weights(parameters);
    }
}
