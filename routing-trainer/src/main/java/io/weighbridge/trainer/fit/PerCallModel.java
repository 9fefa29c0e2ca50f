package io.weighbridge.trainer.fit;

import io.weighbridge.trainer.fit.LogisticLoss.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
        return fit(active, dimension, List.of(sample), new double[] {bias}, new double[][] {centre}, ridge)
                .getFirst();
    }

    /** The same for several candidates at once, which takes less time than one after the other; all is by candidate. */
    static List<PerCallModel> fit(
            ActiveFeatures active,
            int dimension,
            List<Sample> samples,
            double[] bias,
            double[][] centre,
            double[] ridge) {
        int width = samples.size();
        Targets targets = Targets.none(active.rows().size(), width);
        for (int k = 0; k < width; k++) {
            Sample sample = samples.get(k);
            double[] near = active.gathered(centre[k]);
            for (int i = 0; i < sample.at().length; i++) {
                double offset = bias[k] + active.rows().dot(sample.at()[i], near);
                targets.set(sample.at()[i], k, sample.label()[i], sample.weight()[i], offset);
            }
        }
        double[] shift = shift(active.rows(), targets, ridge);
        return IntStream.range(0, width)
                .mapToObj(k -> {
                    double[] weights = centre[k].clone();
                    for (int j = 0; j < ridge.length; j++) {
                        weights[active.original()[j]] += shift[j * width + k];
                    }
                    return new PerCallModel(bias[k], weights);
                })
                .toList();
    }

    /** Weights of the used features, the candidates side by side, that explain the labels best beyond their offsets. */
    static double[] shift(SparseRows rows, Targets targets, double[] ridge) {
        double[] parameters = new double[ridge.length * targets.width()];
        if (parameters.length == 0) { // a handful of short prompts may have no feature that is frequent enough
            return parameters;
        }
        LogisticLoss loss = new LogisticLoss(rows, targets, ridge);
        BFGS.minimize(loss, HISTORY, parameters, TOLERANCE / targets.width(), MOST_ITERATIONS);
        return loss.weights(parameters);
    }
}
