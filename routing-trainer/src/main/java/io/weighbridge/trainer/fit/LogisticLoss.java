package io.weighbridge.trainer.fit;

import java.util.Arrays;
import smile.util.function.DifferentiableMultivariateFunction;

/**
 * Weighted cross-entropy of fractional labels with an offset per row and a ridge penalty: the objective Smile's
 * L-BFGS minimises here. Smile's own logistic objective takes neither weights, fractional labels nor offsets, and adds
 * rows up in an order that depends on the number of processors; this one always adds them in row order.
 *
 * <p>The parameters are one weight per used feature, each in units of its own scale, the inverse root of the loss's
 * curvature at the start: rare words and ever-present measures then need steps of one size. There is no bias, since the
 * offsets carry the level. The optimiser asks for the loss and then for the gradient at the same point, so the log-odds
 * of the last point are kept.
 */
final class LogisticLoss implements DifferentiableMultivariateFunction {
    private final SparseRows features;
    private final int[] at;
    private final double[] label;
    private final double[] weight;
    private final double[] offset;
    private final double[] ridge;
    private final double[] scale;
    private final double[] logit;
    private double[] point = {};
    private double[] weights = {};

    /**
     * @param at row of the features for each label
     * @param ridge λ of each feature in the penalty Σ λ/2 · w²
     */
    LogisticLoss(SparseRows features, int[] at, double[] label, double[] weight, double[] offset, double[] ridge) {
        this.features = features;
        this.at = at;
        this.label = label;
        this.weight = weight;
        this.offset = offset;
        this.ridge = ridge;
        logit = new double[label.length];
        scale = scales();
    }

    /** Weights of the features at parameters. */
    double[] weights(double[] parameters) {
        double[] unscaled = new double[parameters.length];
        Arrays.setAll(unscaled, j -> scale[j] * parameters[j]);
        return unscaled;
    }

    private double[] scales() {
        double[] curvature = ridge.clone();
        for (int i = 0; i < at.length; i++) {
            double p = Logistic.probability(offset[i]);
            SparseRows.addSquaresTo(
                    curvature, features.index()[at[i]], features.value()[at[i]], weight[i] * p * (1 - p));
        }
        return Arrays.stream(curvature).map(c -> 1 / Math.sqrt(c)).toArray();
    }

    @Override
    public double f(double[] parameters) {
        if (!Arrays.equals(point, parameters)) {
            weights = weights(parameters);
            for (int i = 0; i < at.length; i++) {
                logit[i] = offset[i] + features.dot(at[i], weights);
            }
            point = parameters.clone();
        }
        double loss = 0;
        for (int i = 0; i < at.length; i++) {
            loss += weight[i] * (Logistic.log1pExp(logit[i]) - label[i] * logit[i]);
        }
        return loss + penalty();
    }

    @Override
    public double g(double[] parameters, double[] gradient) {
        double loss = f(parameters);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = ridge[j] * weights[j];
        }
        for (int i = 0; i < at.length; i++) {
            double slope = weight[i] * (Logistic.probability(logit[i]) - label[i]);
            SparseRows.addTo(gradient, features.index()[at[i]], features.value()[at[i]], slope);
        }
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] *= scale[j];
        }
        return loss;
    }

    private double penalty() {
        double squares = 0;
        for (int j = 0; j < weights.length; j++) {
            squares += ridge[j] * weights[j] * weights[j];
        }
        return squares / 2;
    }
}
