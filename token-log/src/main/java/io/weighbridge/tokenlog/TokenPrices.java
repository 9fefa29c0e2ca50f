package io.weighbridge.tokenlog;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The price of each kind of token; null where the list gives none. A null is never read as zero or as another kind's
 * price: a provider that documents cached tokens at the input rate has that rate written out.
 *
 * @param input uncached input
 * @param cacheRead input served from the prompt cache
 * @param cacheWrite5m input written to a cache that lives five minutes
 * @param cacheWrite1h input written to a cache that lives one hour
 * @param output all output, reasoning included
 * @param perRequest fee per call in USD; null is no fee
 */
public record TokenPrices(
        @Nullable Rate input,
        @Nullable Rate cacheRead,
        @Nullable Rate cacheWrite5m,
        @Nullable Rate cacheWrite1h,
        @Nullable Rate output,
        @Nullable Usd perRequest) {

    private static final Usd DEAREST_REQUEST = Usd.parse("1000");

    public TokenPrices {
        if (perRequest != null && perRequest.picodollars() < 0) {
            throw new InvalidRecordException("per_request", "must not be negative", perRequest.toString());
        }
        if (perRequest != null && perRequest.compareTo(DEAREST_REQUEST) > 0) {
            throw new InvalidRecordException("per_request", "must be at most 1000 USD", perRequest.toString());
        }
    }

    /** Prices of a model without caching or a fee per call, USD per million tokens. */
    public static TokenPrices of(String input, String output) {
        return new TokenPrices(Rate.of(input), null, null, null, Rate.of(output), null);
    }

    /** Whether the list says that calls cost nothing: input and output are 0 and nothing else costs. */
    public boolean isFree() {
        return input != null
                && output != null
                && rates().allMatch(Rate::isZero)
                && (perRequest == null || perRequest.equals(Usd.ZERO));
    }

    /** The prices that are known. */
    Stream<Rate> rates() {
        return Stream.of(input, cacheRead, cacheWrite5m, cacheWrite1h, output).filter(Objects::nonNull);
    }

    /** The components of this usage, or null where it holds tokens of a kind that has no price. */
    CallCost.@Nullable Components cost(Usage usage) {
        Usd inputCost = cost(input, usage.uncachedInputTokens());
        Usd readCost = cost(cacheRead, usage.cacheReadTokens());
        Usd writeCost = cost(cacheWrite5m, usage.cacheWrite5mTokens(), cacheWrite1h, usage.cacheWrite1hTokens());
        Usd outputCost = cost(output, usage.outputTokens());
        if (inputCost == null || readCost == null || writeCost == null || outputCost == null) {
            return null;
        }
        return new CallCost.Components(
                inputCost, readCost, writeCost, outputCost, perRequest == null ? Usd.ZERO : perRequest);
    }

    private static @Nullable Usd cost(@Nullable Rate rate, long tokens) {
        if (tokens == 0) {
            return Usd.ZERO;
        }
        return rate == null ? null : Usd.ofPicodollars(rate.picodollars(tokens));
    }

    private static @Nullable Usd cost(
            @Nullable Rate first, long firstTokens, @Nullable Rate second, long secondTokens) {
        if (firstTokens == 0) {
            return cost(second, secondTokens);
        }
        if (secondTokens == 0) {
            return cost(first, firstTokens);
        }
        return first == null || second == null
                ? null
                : Usd.ofPicodollars(first.picodollars(firstTokens).add(second.picodollars(secondTokens)));
    }
}
