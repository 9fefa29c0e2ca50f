package io.weighbridge.audit.lake;

import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PricingStatus;
import io.weighbridge.tokenlog.Spend;
import java.util.Locale;

/**
 * A call with its money.
 *
 * @param model the model that answered, under the name the audit uses for it
 * @param cost what the call costs by the price book
 * @param spend what the call is taken to have cost, and on what ground
 */
public record PricedCall(CanonicalCall call, String model, CallCost cost, Spend spend) {
    /** Whether the spend is known, and why not: a billed call is priced, whatever the book says of its model. */
    public PricingStatus status() {
        return switch (spend.basis()) {
            case BILLED, COMPUTED -> PricingStatus.PRICED;
            case FREE -> PricingStatus.FREE;
            case UNPRICED -> PricingStatus.UNPRICED;
            case USAGE_MISSING, ESTIMATED -> PricingStatus.USAGE_MISSING;
        };
    }

    /** The ground as files spell it: "billed", "computed", "free", "unpriced", "usage-missing", "estimated". */
    public String basis() {
        return spend.basis().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
