package io.weighbridge.trainer.fit;

import org.jspecify.annotations.Nullable;

/**
 * What was learned about one candidate.
 *
 * @param table mean quality per task
 * @param perCall weights of the prediction per call, calibrated
 * @param trees what boosted trees add to it, calibrated; null if there are none
 * @param scale calibration that is part of both
 * @param perCallShare weight of the per-call prediction in [0, 1]; the rest is the table's
 */
public record CandidateFit(
        TaskTable table, PerCallModel perCall, @Nullable TreeModel trees, DeviationScale scale, double perCallShare) {

    /** Expected quality of a call in [0, 1]. */
    public double quality(String task, SparseRows features, int row) {
        double logOdds = perCall.logOdds(features, row) + (trees == null ? 0 : trees.logOdds(features.vector(row)));
        double predicted = Logistic.probability(logOdds);
        return perCallShare * predicted + (1 - perCallShare) * table.mean(task);
    }
}
