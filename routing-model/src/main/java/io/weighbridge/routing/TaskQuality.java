package io.weighbridge.routing;

/**
 * What the evidence says about one model on one task.
 *
 * @param mean mean quality, shrunk or not as the trainer decided, in [0, 1]
 * @param units how much evidence is behind the mean, in (weighted) units; not negative
 * @param perCallShare in [0, 1]: how much the per-call model counts in this task; the rest is the mean. 0 where the
 *     per-call model did not beat the table
 */
public record TaskQuality(double mean, double units, double perCallShare) {

    public TaskQuality {
        Check.fraction("mean", mean);
        Check.notNegative("units", units);
        Check.fraction("per_call_share", perCallShare);
    }
}
