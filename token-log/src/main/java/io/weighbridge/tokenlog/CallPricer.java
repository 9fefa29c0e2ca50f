package io.weighbridge.tokenlog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return spend(call, cost(call));
    }

    /** As {@link #spend(CanonicalCall)}, for a caller that has the call's cost by the book already. */
    public Spend spend(CanonicalCall call, CallCost cost) {
        Spend spend = Spend.of(call, cost, prices);
        TokenEstimate tokens = spend.basis() == Spend.Basis.USAGE_MISSING ? TokenEstimate.of(call) : null;
        return tokens == null ? spend : spend.estimatedBetween(least(call, tokens), most(call, tokens));
    }

    /** All of the input may have come from a cache. */
    private Usd least(CanonicalCall call, TokenEstimate tokens) {
        TokenPrices list = price(call)
                .map(price -> price.pricesFor(tokens.least().inputTokens()))
                .orElse(null);
        CallCost.Components fresh = list == null ? null : list.cost(tokens.least());
        CallCost.Components cached = list == null ? null : list.cost(tokens.leastFromCache());
        if (fresh == null) {
            return Usd.ZERO;
        }
        return cached == null || cached.total().compareTo(fresh.total()) > 0 ? fresh.total() : cached.total();
    }

    /** Null where the book has no price for the model and nothing bounds it. */
    private @Nullable Usd most(CanonicalCall call, TokenEstimate tokens) {
        CallCost.Components most = price(call)
                .map(price -> price.pricesFor(tokens.most().inputTokens()).cost(tokens.most()))
                .orElse(null);
        return most == null ? prices.ceiling(tokens.most()) : most.total();
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
