package io.weighbridge.runner.budget;

import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost by the prices flattened into the policy. They know no discount for cached tokens, so a computed cost
 * is never below the provider's.
 */
public final class CallPrices {
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
        return rate == null || usage == null ? null : rate.cost(usage.inputTokens(), usage.outputTokens());
    }
}
