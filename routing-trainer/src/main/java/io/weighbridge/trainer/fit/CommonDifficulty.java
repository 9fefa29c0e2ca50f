package io.weighbridge.trainer.fit;

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
        int[] at = new int[rows.length];
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
                at[seen] = i;
                label[seen] = score / weights;
                offset[seen] = Logistic.logit(expected / weights);
                weight[seen++] = weights;
            }
        }
        if (seen == 0) {
            return new double[dimension];
        }
        PerCallModel.Sample sample = new PerCallModel.Sample(
                Arrays.copyOf(at, seen),
                Arrays.copyOf(label, seen),
                DeviationScale.meanOne(Arrays.copyOf(weight, seen)));
        return active.spread(
                PerCallModel.shift(active.rows(), sample, Arrays.copyOf(offset, seen), settings.commonRidges(active)),
                dimension);
    }
}
