package io.weighbridge.runner.budget;

import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost by the prices flattened into the policy. They know no discount for cached tokens, so a computed cost
 * is never below the provider's.
 */
public final class CallPrices {
    private static final long MANY = 1_000_000;

    private final Map<String, TokenRate> rates;

    /** @param rates by model; a model without an entry is unpriced */
    public CallPrices(Map<String, TokenRate> rates) {
        this.rates = Map.copyOf(rates);
    }

    /**
     * Price of one token.
     *
     * @param inputPicodollars 1e-12 USD per input token
     * @param outputPicodollars 1e-12 USD per output token
     */
    public record TokenRate(long inputPicodollars, long outputPicodollars) {
        Usd cost(long inputTokens, long outputTokens) {
            return new Usd(Math.addExact(
                    Math.multiplyExact(inputPicodollars, inputTokens),
                    Math.multiplyExact(outputPicodollars, outputTokens)));
        }
    }

    /**
     * Of models in a price book, in the standard tier at the given time, a token's price rounded up; those that the book does not
     * know, and those with a fee for each call, are unpriced. A long call is asked for, so that of prices by length of context the dearest counts.
     */
    public static CallPrices of(PriceBook book, Set<String> models, Instant at) {
        CallPricer pricer = new CallPricer(book);
        Map<String, TokenRate> rates = new HashMap<>();
        for (String model : models) {
            CanonicalCall call = new CanonicalCall(
                    "price-book",
                    "reference",
                    at,
                    Attribution.NONE,
                    Request.of(model),
                    Response.ok(),
                    Usage.of(MANY, MANY),
                    null,
                    null);
            CallCost.Components cost = pricer.cost(call).components();
            if (cost != null && cost.request().equals(Usd.ZERO)) {
                rates.put(
                        model,
                        new TokenRate(
                                Math.ceilDiv(cost.input().picodollars(), MANY),
                                Math.ceilDiv(cost.output().picodollars(), MANY)));
            }
        }
        return new CallPrices(rates);
    }

    /** These prices, and those of another list for models that this one does not know. */
    public CallPrices orElse(CallPrices other) {
        Map<String, TokenRate> both = new HashMap<>(other.rates);
        both.putAll(rates);
        return new CallPrices(both);
    }

    /** These prices in a tier with a discount, a token's price rounded up to a picodollar. */
    public CallPrices discounted(BigDecimal discount) {
        BigDecimal share = BigDecimal.ONE.subtract(discount);
        Map<String, TokenRate> discounted = new HashMap<>();
        rates.forEach((model, rate) -> discounted.put(
                model, new TokenRate(times(rate.inputPicodollars(), share), times(rate.outputPicodollars(), share))));
        return new CallPrices(discounted);
    }

    private static long times(long picodollars, BigDecimal share) {
        return BigDecimal.valueOf(picodollars)
                .multiply(share)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** By model. */
    public Map<String, TokenRate> rates() {
        return rates;
    }

    public boolean knows(String model) {
        return rates.containsKey(model);
    }

    /**
     * The most that a call can cost.
     *
     * @param requestBytes UTF-8 bytes of the request; no byte-level tokenizer makes more tokens than there are bytes,
     *     and the JSON around a message has more bytes than a chat template adds tokens
     * @return zero for an unpriced model, which has no known worst case
     */
    public Usd worstCase(String model, long requestBytes, long outputTokenBound) {
        TokenRate rate = rates.get(model);
        return rate == null ? Usd.ZERO : rate.cost(requestBytes, outputTokenBound);
    }

    /** What the call cost; null where the model is unpriced or the usage unknown. */
    public @Nullable Usd cost(String model, @Nullable Usage usage) {
        TokenRate rate = rates.get(model);
        // Writing to a cache costs more than the price of input, and that price is not known here.
        boolean isKnown =
                rate != null && usage != null && usage.cacheWrite5mTokens() == 0 && usage.cacheWrite1hTokens() == 0;
        return rate == null || usage == null || !isKnown ? null : rate.cost(usage.inputTokens(), usage.outputTokens());
    }
}
