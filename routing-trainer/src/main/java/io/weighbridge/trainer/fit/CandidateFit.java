package io.weighbridge.trainer.fit;

import io.weighbridge.routing.Calibration;

/**
 * What was learned about one candidate.
 *
 * @param table mean quality per task
 * @param perCall prediction per call
 * @param calibration of the per-call prediction, fitted out of fold
 * @param perCallShare weight of the per-call prediction in [0, 1]; the rest is the table's
 */
public record CandidateFit(TaskTable table, PerCallModel perCall, Calibration calibration, double perCallShare) {

    /** Expected quality of a call in [0, 1]. */
    public double quality(String task, SparseRows features, int row) {
        double calibrated = calibration.apply(perCall.logOdds(features, row));
        return perCallShare * calibrated + (1 - perCallShare) * table.mean(task);
    }
}
