package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import smile.util.function.DifferentiableMultivariateFunction;

/**
 * Weighted cross-entropy of fractional labels with an offset per label and a ridge penalty, of several candidates at once:
 * the objective Smile's L-BFGS minimises here. Smile's own logistic objective takes neither weights, fractional labels nor
 * offsets, and adds rows up in an order that depends on the number of processors; this one adds them in blocks whose number
 * depends on the number of rows alone.
 *
 * <p>Candidates share features, and most of what a step takes is fetching a row's features and their weights: so these lie
 * side by side, feature by feature, and one pass serves all candidates, whose losses are simply added up.
 *
 * <p>The parameters are one weight per used feature and candidate, each in units of its own scale, the inverse root of the
 * loss's curvature at the start: rare words and ever-present measures then need steps of one size. There is no bias, since
 * the offsets carry the level. The optimiser asks for the loss and then for the gradient at the same point, so the log-odds
 * of the last point are kept.
 */
final class LogisticLoss implements DifferentiableMultivariateFunction {
    private static final int ROWS_A_BLOCK = 2048;
    private static final int MOST_BLOCKS = 4;

    private final SparseRows features;
    private final Targets targets;
    private final int width;
    private final double[] ridge;
    private final int blocks;
    private final double[] scale;
    private final double[] logit;
    private double[] point = {};
    private double[] weights = {};

    /**
     * What is to be explained, row by row of the features, the candidates of a row side by side.
     *
     * @param width number of candidates
     * @param label in [0, 1]; any number where the weight is 0
     * @param weight 0 where the candidate has no label
     * @param offset log-odds to begin at
     */
    record Targets(int width, double[] label, double[] weight, double[] offset) {
        /** No labels yet. */
        static Targets none(int rows, int width) {
            int cells = Math.multiplyExact(rows, width);
            return new Targets(width, new double[cells], new double[cells], new double[cells]);
        }

        void set(int row, int candidate, double ofLabel, double ofWeight, double atOffset) {
            label[row * width + candidate] = ofLabel;
            weight[row * width + candidate] = ofWeight;
            offset[row * width + candidate] = atOffset;
        }
    }

    /** @param ridge λ of each feature in the penalty Σ λ/2 · w², the same for all candidates */
    LogisticLoss(SparseRows features, Targets targets, double[] ridge) {
        this.features = features;
        this.targets = targets;
        this.ridge = ridge;
        width = targets.width();
        logit = new double[targets.label().length];
        blocks = Math.clamp(features.size() / ROWS_A_BLOCK, 1, MOST_BLOCKS);
        scale = scales();
    }

    /** How many parameters there are. */
    int size() {
        return ridge.length * width;
    }

    /** Weights of the features at parameters, the candidates of a feature side by side. */
    double[] weights(double[] parameters) {
        double[] unscaled = new double[parameters.length];
        Arrays.setAll(unscaled, j -> scale[j] * parameters[j]);
        return unscaled;
    }

    private double[] scales() {
        double[] scales = addedUp(block -> {
            double[] curvature = new double[size()];
            double[] bend = new double[width];
            for (int row = from(block); row < from(block + 1); row++) {
                for (int k = 0; k < width; k++) {
                    double p = Logistic.probability(targets.offset()[row * width + k]);
                    bend[k] = targets.weight()[row * width + k] * p * (1 - p);
                }
                features.addSquaresTo(curvature, row, bend);
            }
            return curvature;
        });
        Arrays.setAll(scales, j -> 1 / Math.sqrt(scales[j] + ridge[j / width]));
        return scales;
    }

    @Override
    public double f(double[] parameters) {
        if (!Arrays.equals(point, parameters)) {
            weights = weights(parameters);
            System.arraycopy(targets.offset(), 0, logit, 0, logit.length);
            IntStream.range(0, blocks).parallel().forEach(block -> {
                double[] sums = new double[width];
                for (int row = from(block); row < from(block + 1); row++) {
                    features.dot(row, weights, sums);
                    for (int k = 0; k < width; k++) {
                        logit[row * width + k] += sums[k];
                    }
                }
            });
            point = parameters.clone();
        }
        double[] loss = addedUp(block -> {
            double sum = 0;
            for (int i = from(block) * width; i < from(block + 1) * width; i++) {
                if (targets.weight()[i] > 0) {
                    sum += targets.weight()[i] * (Logistic.log1pExp(logit[i]) - targets.label()[i] * logit[i]);
                }
            }
            return new double[] {sum};
        });
        return loss[0] + penalty();
    }

    @Override
    public double g(double[] parameters, double[] gradient) {
        double loss = f(parameters);
        double[] slopes = addedUp(block -> {
            double[] sums = new double[size()];
            double[] slope = new double[width];
            for (int row = from(block); row < from(block + 1); row++) {
                for (int k = 0; k < width; k++) {
                    int i = row * width + k;
                    slope[k] = targets.weight()[i] == 0
                            ? 0
                            : targets.weight()[i] * (Logistic.probability(logit[i]) - targets.label()[i]);
                }
                features.addTo(sums, row, slope);
            }
            return sums;
        });
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = scale[j] * (slopes[j] + ridge[j / width] * weights[j]);
        }
        return loss;
    }

    private double penalty() {
        double squares = 0;
        for (int j = 0; j < weights.length; j++) {
            squares += ridge[j / width] * weights[j] * weights[j];
        }
        return squares / 2;
    }

    private int from(int block) {
        return (int) ((long) block * features.size() / blocks);
    }

    /** What the blocks give, in parallel, added up in their order. */
    private double[] addedUp(IntFunction<double[]> ofBlock) {
        double[][] parts =
                IntStream.range(0, blocks).parallel().mapToObj(ofBlock).toArray(double[][]::new);
        double[] sum = parts[0];
        for (int block = 1; block < parts.length; block++) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += parts[block][j];
            }
        }
        return sum;
    }
}
