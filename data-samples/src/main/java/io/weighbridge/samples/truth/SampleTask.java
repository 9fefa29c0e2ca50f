package io.weighbridge.samples.truth;

import java.util.Locale;

/**
 * The ten kinds of work, with what is true about them. An accuracy here is the chance of a right answer to a prompt of
 * typical difficulty.
 *
 * <p>In the mixed world, four groups: a small or open model does as well as the frontier model (classification, triage,
 * summary, bills, extraction); only the medium one does (policies, reports); the single call decides (SQL); the
 * frontier model is needed (diagnosis, reasoning). Where a cheaper model does as well, failures are mostly shared: the
 * prompt is at fault, not the model. In the always-needed world one row of accuracies holds for all tasks.
 */
public enum SampleTask {
    INTENT_CLASSIFICATION(0.33, 0.045, 12, 0.15, 32, accuracies(0.955, 0.9548, 0.9545, 0.954)),
    TICKET_TRIAGE(0.33, 0.045, 45, 0.30, 200, accuracies(0.950, 0.9498, 0.9495, 0.860)),
    CALL_SUMMARY(0.33, 0.045, 210, 0.30, 700, accuracies(0.945, 0.9445, 0.9440, 0.870)),
    BILL_EXPLANATION(0.33, 0.045, 250, 0.35, 900, accuracies(0.945, 0.9445, 0.9440, 0.740)),
    FIELD_EXTRACTION(0.33, 0.045, 90, 0.20, 300, accuracies(0.955, 0.9546, 0.9540, 0.850)),
    NL_TO_SQL(0.58, 0.150, 80, 0.40, 600, accuracies(0.950, 0.880, 0.830, 0.660)),
    NETWORK_DIAGNOSIS(0.42, 0.200, 170, 0.40, 1000, accuracies(0.880, 0.760, 0.690, 0.560)),
    POLICY_QA(0.33, 0.045, 140, 0.35, 600, accuracies(0.945, 0.9445, 0.875, 0.780)),
    REPORT_DRAFTING(0.33, 0.045, 500, 0.30, 2400, accuracies(0.935, 0.9345, 0.840, 0.720)),
    MULTI_STEP_REASONING(0.42, 0.200, 180, 0.45, 1500, accuracies(0.880, 0.750, 0.650, 0.480));

    private static final double[] ALWAYS_NEEDED = accuracies(0.900, 0.580, 0.470, 0.350);
    private static final double ALWAYS_NEEDED_SPREAD = 0.42;
    private static final double ALWAYS_NEEDED_OWN_NOISE = 0.15;

    private final double visibleSpread;
    private final double ownNoiseShare;
    private final double medianOutputTokens;
    private final double outputSpread;
    private final int maxTokens;
    private final double[] accuracies;

    SampleTask(
            double visibleSpread,
            double ownNoiseShare,
            double medianOutputTokens,
            double outputSpread,
            int maxTokens,
            double[] accuracies) {
        this.visibleSpread = visibleSpread;
        this.ownNoiseShare = ownNoiseShare;
        this.medianOutputTokens = medianOutputTokens;
        this.outputSpread = outputSpread;
        this.maxTokens = maxTokens;
        this.accuracies = accuracies;
    }

    /** The name in logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The limit that callers put on an answer. */
    public int maxTokens() {
        return maxTokens;
    }

    /** How much one standard deviation of visible difficulty shifts the latent score. */
    double visibleSpread(World world) {
        return world == World.MIXED ? visibleSpread : ALWAYS_NEEDED_SPREAD;
    }

    /** Share of the invisible variance that is a model's own luck; the rest is common to all models. */
    double ownNoiseShare(World world) {
        return world == World.MIXED ? ownNoiseShare : ALWAYS_NEEDED_OWN_NOISE;
    }

    /** Chance of a right answer to a prompt of typical difficulty. */
    double typicalAccuracy(World world, SimulatedModel model) {
        return (world == World.MIXED ? accuracies : ALWAYS_NEEDED)[model.ordinal()];
    }

    /** Median length of the incumbent's answer. */
    double medianOutputTokens() {
        return medianOutputTokens;
    }

    /** Standard deviation of the logarithm of the length. */
    double outputSpread() {
        return outputSpread;
    }

    private static double[] accuracies(double frontier, double medium, double small, double open) {
        return new double[] {frontier, medium, small, open};
    }
}
