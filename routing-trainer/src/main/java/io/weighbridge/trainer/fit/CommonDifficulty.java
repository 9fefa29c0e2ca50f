package io.weighbridge.trainer.fit;

import io.weighbridge.trainer.fit.LogisticLoss.Targets;
import java.util.Arrays;

/**
 * What makes a call easier or harder for every candidate: one logistic regression of their mean score. With many
 * candidates it is known far better than any one's own weights, which are then shrunk towards it (a hierarchical model
 * in two stages; the stages are apart so that a fit costs one more candidate and not a joint one).
 */
final class CommonDifficulty {
    private CommonDifficulty() {}

    /**
     * @param rows training rows, one per row of {@code active}
     * @param tables table of each candidate
     * @return weight per feature index, to be added to each candidate's table
     */
    static double[] fit(
            Labels labels, int dimension, FitSettings settings, int[] rows, ActiveFeatures active, TaskTable[] tables) {
        double[] label = new double[rows.length];
        double[] weight = new double[rows.length];
        double[] offset = new double[rows.length];
        int seen = 0;
        for (int i = 0; i < rows.length; i++) {
            double expected = 0;
            double weights = 0;
            double score = 0;
            for (int k = 0; k < tables.length; k++) {
                if (labels.observed(rows[i], k)) {
                    double w = labels.weight(rows[i], k);
                    weights += w;
                    score += w * labels.score()[rows[i]][k];
                    expected += w * tables[k].mean(labels.task()[rows[i]]);
                }
            }
            if (weights > 0) {
                label[i] = score / weights;
                offset[i] = Logistic.logit(expected / weights);
                weight[i] = weights;
                seen++;
            }
        }
        if (seen == 0) {
            return new double[dimension];
        }
        double mean = Arrays.stream(weight).sum() / seen;
        Arrays.setAll(weight, i -> weight[i] / mean);
        return active.spread(
                PerCallModel.shift(active.rows(), new Targets(1, label, weight, offset), settings.commonRidges(active)),
                dimension);
    }
}
