package io.weighbridge.audit.lake;

import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PricingStatus;
import io.weighbridge.tokenlog.Usd;
import org.jspecify.annotations.Nullable;

/**
 * A call with its money.
 *
 * @param model the model that answered, under the name the audit uses for it
 * @param cost what the call costs by the price book
 * @param spend what the call counts for: the bill where there is one, else the computed cost; null where unknown
 * @param status whether {@code spend} is known, and why not
 */
public record PricedCall(
        CanonicalCall call,
        String model,
        CallCost cost,
        @Nullable Usd spend,
        PricingStatus status) {}
