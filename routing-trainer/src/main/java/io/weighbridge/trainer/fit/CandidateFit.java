package io.weighbridge.trainer.fit;

/**
 * What was learned about one candidate.
 *
 * @param table mean quality per task
 * @param perCall prediction per call, calibrated
 * @param scale calibration that is part of the per-call model: factor on its deviations from the table
 * @param perCallShare weight of the per-call prediction in [0, 1]; the rest is the table's
 */
public record CandidateFit(TaskTable table, PerCallModel perCall, double scale, double perCallShare) {

    /** Expected quality of a call in [0, 1]. */
    public double quality(String task, SparseRows features, int row) {
        double predicted = Logistic.probability(perCall.logOdds(features, row));
        return perCallShare * predicted + (1 - perCallShare) * table.mean(task);
    }
}
