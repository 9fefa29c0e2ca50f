package io.weighbridge.tokenlog;

import java.util.Optional;

/**
 * Prices calls by a price book: exact components, each rounded half-even to a picodollar once, so that the total of a
 * log does not depend on how it is split. Safe to share between threads.
 */
public final class CallPricer {
    private static final CallCost.Components NOTHING =
            new CallCost.Components(Usd.ZERO, Usd.ZERO, Usd.ZERO, Usd.ZERO, Usd.ZERO);

    /** The label that tells where a call was served. */
    private static final String REGION = "region";

    private final PriceBook prices;

    public CallPricer(PriceBook prices) {
        this.prices = prices;
    }

    /** What a call costs by the book at the time it was made, whatever the source billed. */
    public CallCost cost(CanonicalCall call) {
        return price(call).map(price -> cost(price, call)).orElseGet(() -> unknown(call));
    }

    /** What a call is taken to have cost: the money rule of {@link Spend}. */
    public Spend spend(CanonicalCall call) {
        return Spend.of(call, cost(call), prices);
    }

    private CallCost cost(ModelPrice price, CanonicalCall call) {
        Usage usage = call.usage();
        if (price.isFree()) {
            return new CallCost(PricingStatus.FREE, NOTHING, prices.version());
        }
        if (usage == null) {
            return unknown(call);
        }
        CallCost.Components components = price.pricesFor(usage.inputTokens()).cost(usage);
        return components == null ? unknown(call) : new CallCost(PricingStatus.PRICED, components, prices.version());
    }

    /** The price of the model that answered; of the one asked for, where the book does not know the answer's name. */
    private Optional<ModelPrice> price(CanonicalCall call) {
        return price(call, call.model()).or(() -> price(call, call.request().requestedModel()));
    }

    private Optional<ModelPrice> price(CanonicalCall call, String model) {
        Request request = call.request();
        return prices.priceOf(
                model,
                request.provider(),
                request.serviceTier(),
                request.labels().get(REGION),
                call.occurredAt());
    }

    private CallCost unknown(CanonicalCall call) {
        PricingStatus status = call.usage() == null ? PricingStatus.USAGE_MISSING : PricingStatus.UNPRICED;
        return new CallCost(status, null, prices.version());
    }
}
