package io.weighbridge.tokenlog;

import java.util.Locale;

/** Whether a call's cost is known. A cost is never silently zero. */
public enum PricingStatus {
    /** Price and usage are known. */
    PRICED,
    /** The price book says that the model costs nothing. */
    FREE,
    /** The price book has no price for the model at that time. */
    UNPRICED,
    /** The source gives no usage and no billed cost. */
    USAGE_MISSING;

    /** As files spell it: "priced", "free", "unpriced", "usage-missing". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
