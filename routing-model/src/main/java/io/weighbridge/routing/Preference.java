package io.weighbridge.routing;

import org.jspecify.annotations.Nullable;

/**
 * Who is preferred for one request: by the call's precision class if it has one, else by the policy's rule; where neither
 * leaves anybody, by expected quality. All arrays are indexed by candidate; NaN is unknown.
 *
 * @param tolerance quality that may be given up against the incumbent
 */
record Preference(
        Rule rule,
        OpenTask task,
        @Nullable PrecisionClass precision,
        double tolerance,
        double[] quality,
        double[] costUsd,
        double[] latencyMillis) {

    static final int NOBODY = -1;

    /** With the tolerance of the class, the task or the rule. */
    static Preference of(
            Rule rule,
            OpenTask task,
            @Nullable PrecisionClass precision,
            double[] quality,
            double[] costUsd,
            double[] latencyMillis) {
        boolean byClass = precision != null && !(rule instanceof Rule.IncumbentOnly);
        double tolerance = precision != null && byClass ? precision.tolerance() : task.tolerance();
        return new Preference(rule, task, precision, tolerance, quality, costUsd, latencyMillis);
    }

    Preference withTolerance(double newTolerance) {
        return new Preference(rule, task, precision, newTolerance, quality, costUsd, latencyMillis);
    }

    Preference withQuality(int k, double newQuality) {
        return new Preference(rule, task, precision, tolerance, with(quality, k, newQuality), costUsd, latencyMillis);
    }

    Preference withCost(int k, double newCostUsd) {
        return new Preference(rule, task, precision, tolerance, quality, with(costUsd, k, newCostUsd), latencyMillis);
    }

    private static double[] with(double[] values, int k, double value) {
        double[] changed = values.clone();
        changed[k] = value;
        return changed;
    }

    /** What chooses, in words. */
    String description() {
        if (precision != null && isByClass()) {
            return "precision class: tolerance " + precision.tolerance() + ", quality per USD "
                    + precision.qualityPerUsd() + ", quality per second " + precision.qualityPerSecond();
        }
        if (rule instanceof Rule.CheapestWithin) {
            return "cheapest-within " + tolerance;
        }
        return rule instanceof Rule.MaxUtility utility
                ? "max-utility, quality per USD " + utility.qualityPerUsd()
                : "incumbent-only";
    }

    /**
     * The best of those that are not excluded.
     *
     * @param why per candidate why it is excluded, {@code null} where it is not
     * @return index of a candidate, or {@link #NOBODY} if all are excluded
     */
    int best(@Nullable Eligibility[] why) {
        int chosen = byRule(why);
        return why[chosen] == null ? chosen : nextBest(why);
    }

    boolean changesNothing() {
        return rule instanceof Rule.IncumbentOnly;
    }

    /** Whether a draw may choose the candidate, if it is not excluded. */
    boolean isKnownAndOpen(int k) {
        return task.isOpen(k) && !Double.isNaN(quality[k]) && !Double.isNaN(costUsd[k]);
    }

    boolean isByClass() {
        return precision != null && !changesNothing();
    }

    boolean isByUtility() {
        return rule instanceof Rule.MaxUtility || isByClass();
    }

    boolean hasTolerance() {
        return rule instanceof Rule.CheapestWithin || isByClass();
    }

    /** Whether a candidate of unknown latency cannot be preferred. */
    boolean needsLatency() {
        return precision != null && isByClass() && precision.qualityPerSecond() > 0;
    }

    /** The incumbent also where it is excluded and nobody is preferred to it. */
    int byRule(@Nullable Eligibility[] why) {
        boolean[] open = task.openAmong(why);
        return precision != null && isByClass()
                ? precision.choose(quality, costUsd, latencyMillis, open, task.incumbent(), tolerance)
                : rule.choose(quality, costUsd, open, task.incumbent(), tolerance);
    }

    /** The highest expected quality; of equal ones the cheaper, then the first; unknown comes last. */
    private int nextBest(@Nullable Eligibility[] why) {
        int best = NOBODY;
        for (int k = 0; k < quality.length; k++) {
            if (why[k] == null && (best == NOBODY || goesBefore(k, best))) {
                best = k;
            }
        }
        return best;
    }

    private boolean goesBefore(int k, int other) {
        double mine = Double.isNaN(quality[k]) ? -1 : quality[k];
        double others = Double.isNaN(quality[other]) ? -1 : quality[other];
        return mine > others || (mine == others && (costUsd[k] < costUsd[other] || isOnlyKnownCost(k, other)));
    }

    private boolean isOnlyKnownCost(int k, int other) {
        return Double.isNaN(costUsd[other]) && !Double.isNaN(costUsd[k]);
    }
}
