package io.weighbridge.tokenlog;

import org.jspecify.annotations.Nullable;

/**
 * What one call costs by the price book, each component rounded half-even to a picodollar once.
 *
 * @param components null exactly when the status is unpriced or usage-missing
 * @param priceVersion version of the price book that was applied
 */
public record CallCost(PricingStatus status, @Nullable Components components, String priceVersion) {

    /**
     * Money per token kind, sound and text of a kind together; {@code request} is fees per call and per web search.
     */
    public record Components(Usd input, Usd cacheRead, Usd cacheWrite, Usd output, Usd request) {
        public Usd total() {
            return input.plus(cacheRead).plus(cacheWrite).plus(output).plus(request);
        }
    }

    /** The computed cost, null where it is unknown. */
    public @Nullable Usd total() {
        return components == null ? null : components.total();
    }
}
