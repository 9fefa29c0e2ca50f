package io.weighbridge.trainer.fit;

import java.util.Arrays;
import smile.util.function.DifferentiableMultivariateFunction;

/**
 * Weighted cross-entropy of fractional labels with an offset per row and a ridge penalty: the objective Smile's
 * L-BFGS minimises here. Smile's own logistic objective takes neither weights, fractional labels nor offsets, and adds
 * rows up in an order that depends on the number of processors; this one always adds them in row order.
 *
 * <p>The parameters are one weight per used feature; there is no bias, since the offsets carry the level.
 */
final class LogisticLoss implements DifferentiableMultivariateFunction {
    private final int[][] index;
    private final double[][] value;
    private final double[] label;
    private final double[] weight;
    private final double[] offset;
    private final double ridge;

    /** @param ridge λ in the penalty λ/2 · ‖w‖² */
    LogisticLoss(int[][] index, double[][] value, double[] label, double[] weight, double[] offset, double ridge) {
        this.index = index;
        this.value = value;
        this.label = label;
        this.weight = weight;
        this.offset = offset;
        this.ridge = ridge;
    }

    @Override
    public double f(double[] parameters) {
        double loss = 0;
        for (int i = 0; i < index.length; i++) {
            double logit = logit(i, parameters);
            loss += weight[i] * (Logistic.log1pExp(logit) - label[i] * logit);
        }
        return loss + penalty(parameters);
    }

    @Override
    public double g(double[] parameters, double[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int i = 0; i < index.length; i++) {
            double logit = logit(i, parameters);
            loss += weight[i] * (Logistic.log1pExp(logit) - label[i] * logit);
            double slope = weight[i] * (Logistic.probability(logit) - label[i]);
            int[] at = index[i];
            double[] of = value[i];
            for (int j = 0; j < at.length; j++) {
                gradient[at[j]] += slope * of[j];
            }
        }
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] += ridge * parameters[j];
        }
        return loss + penalty(parameters);
    }

    private double logit(int row, double[] parameters) {
        int[] at = index[row];
        double[] of = value[row];
        double sum = offset[row];
        for (int j = 0; j < at.length; j++) {
            sum += of[j] * parameters[at[j]];
        }
        return sum;
    }

    private double penalty(double[] parameters) {
        double squares = 0;
        for (double p : parameters) {
            squares += p * p;
        }
        return ridge / 2 * squares;
    }
}
