package io.weighbridge.audit.reconcile;

import java.util.Locale;

/** Why a bill differs from the lake. */
enum Reason {
    /** The bill has a day and model of which the lake has no call. */
    MISSING_IN_LAKE,
    /** The lake has calls of a day and model that the bill does not have. */
    MISSING_IN_BILL,
    /** Money that the bill has on the day before or after, because its days are not those of UTC. */
    DAY_SHIFT,
    /** The source logged another cost than the price book computes, and the bill follows the price book. */
    BILLED_IS_NOT_COMPUTED,
    /** Calls with usage and without a price; at most their upper bound. */
    UNPRICED,
    /** Calls without usage, of which any cost is possible. */
    USAGE_MISSING,
    /** What nothing in the lake explains. */
    REST;

    /** As in "day-shift". */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
