package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The price of each kind of token; null where the list gives none. A null is never read as zero or as another kind's
 * price: a provider that documents cached tokens at the input rate has that rate written out. A token is priced once:
 * sound at the rates of sound only, and reasoning at its own rate only where there is one.
 *
 * @param input uncached text
 * @param cacheRead text served from the prompt cache
 * @param cacheWrite5m input written to a cache that lives five minutes
 * @param cacheWrite1h input written to a cache that lives one hour
 * @param output text; reasoning too, unless that has a rate of its own
 * @param perRequest fee per call in USD; null is no fee
 * @param audioInput uncached sound
 * @param cachedAudioInput sound served from the prompt cache
 * @param audioOutput sound
 * @param reasoning reasoning where it costs other than the rest of the output; null is the rate of the output
 * @param perWebSearch USD per search that the provider made
 */
public record TokenPrices(
        @Nullable Rate input,
        @Nullable Rate cacheRead,
        @Nullable Rate cacheWrite5m,
        @Nullable Rate cacheWrite1h,
        @Nullable Rate output,
        @Nullable Usd perRequest,
        @Nullable Rate audioInput,
        @Nullable Rate cachedAudioInput,
        @Nullable Rate audioOutput,
        @Nullable Rate reasoning,
        @Nullable Usd perWebSearch) {

    private static final Usd DEAREST_REQUEST = Usd.parse("1000");
    private static final Usd DEAREST_WEB_SEARCH = Usd.parse("1");

    public TokenPrices {
        check("per_request", perRequest, DEAREST_REQUEST, "must be at most 1000 USD");
        check("per_web_search", perWebSearch, DEAREST_WEB_SEARCH, "must be at most 1 USD");
    }

    /** Prices of text only. */
    public TokenPrices(
            @Nullable Rate input,
            @Nullable Rate cacheRead,
            @Nullable Rate cacheWrite5m,
            @Nullable Rate cacheWrite1h,
            @Nullable Rate output,
            @Nullable Usd perRequest) {
        this(input, cacheRead, cacheWrite5m, cacheWrite1h, output, perRequest, null, null, null, null, null);
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
                && (perRequest == null || perRequest.equals(Usd.ZERO))
                && (perWebSearch == null || perWebSearch.equals(Usd.ZERO));
    }

    /** Whether any price is known. */
    boolean isAny() {
        return perRequest != null || perWebSearch != null || rates().findAny().isPresent();
    }

    /** The prices per token that are known. */
    Stream<Rate> rates() {
        return Stream.concat(inputRates(), outputRates());
    }

    Stream<Rate> inputRates() {
        return Stream.of(input, cacheRead, cacheWrite5m, cacheWrite1h, audioInput, cachedAudioInput)
                .filter(Objects::nonNull);
    }

    Stream<Rate> outputRates() {
        return Stream.of(output, audioOutput, reasoning).filter(Objects::nonNull);
    }

    /** Every price times a factor; fees are rounded half-even to a picodollar. */
    TokenPrices times(BigDecimal factor) {
        return new TokenPrices(
                times(input, factor),
                times(cacheRead, factor),
                times(cacheWrite5m, factor),
                times(cacheWrite1h, factor),
                times(output, factor),
                times(perRequest, factor),
                times(audioInput, factor),
                times(cachedAudioInput, factor),
                times(audioOutput, factor),
                times(reasoning, factor),
                times(perWebSearch, factor));
    }

    /** The components of this usage, or null where it holds tokens of a kind that has no price. */
    public CallCost.@Nullable Components cost(Usage usage) {
        long sound = usage.audioInputTokens() - usage.cachedAudioInputTokens();
        Usd inputCost = new Sum()
                .add(input, usage.uncachedInputTokens() - sound)
                .add(audioInput, sound)
                .rounded();
        Usd readCost = new Sum()
                .add(cacheRead, usage.cacheReadTokens() - usage.cachedAudioInputTokens())
                .add(cachedAudioInput, usage.cachedAudioInputTokens())
                .rounded();
        Usd writeCost = new Sum()
                .add(cacheWrite5m, usage.cacheWrite5mTokens())
                .add(cacheWrite1h, usage.cacheWrite1hTokens())
                .rounded();
        Usd outputCost = outputCost(usage);
        Usd feeCost = feeCost(usage);
        if (inputCost == null || readCost == null || writeCost == null || outputCost == null || feeCost == null) {
            return null;
        }
        return new CallCost.Components(inputCost, readCost, writeCost, outputCost, feeCost);
    }

    private @Nullable Usd outputCost(Usage usage) {
        long text = usage.outputTokens() - usage.audioOutputTokens() - usage.reasoningTokens();
        return new Sum()
                .add(output, text)
                .add(audioOutput, usage.audioOutputTokens())
                .add(reasoning == null ? output : reasoning, usage.reasoningTokens())
                .rounded();
    }

    private @Nullable Usd feeCost(Usage usage) {
        Usd fee = perRequest == null ? Usd.ZERO : perRequest;
        if (usage.webSearches() == 0) {
            return fee;
        }
        return perWebSearch == null ? null : fee.plus(perWebSearch.times(usage.webSearches()));
    }

    private static @Nullable Rate times(@Nullable Rate rate, BigDecimal factor) {
        return rate == null ? null : rate.times(factor);
    }

    private static @Nullable Usd times(@Nullable Usd fee, BigDecimal factor) {
        return fee == null ? null : Usd.of(fee.toBigDecimal().multiply(factor));
    }

    private static void check(String field, @Nullable Usd fee, Usd dearest, String rule) {
        if (fee != null && fee.picodollars() < 0) {
            throw new InvalidRecordException(field, "must not be negative", fee.toString());
        }
        if (fee != null && fee.compareTo(dearest) > 0) {
            throw new InvalidRecordException(field, rule, fee.toString());
        }
    }

    /** An exact sum that is unknown once a part of it is; it is rounded once. */
    private static final class Sum {
        private BigDecimal picodollars = BigDecimal.ZERO;
        private boolean known = true;

        Sum add(@Nullable Rate rate, long tokens) {
            if (tokens > 0) {
                if (rate == null) {
                    known = false;
                } else {
                    picodollars = picodollars.add(rate.picodollars(tokens));
                }
            }
            return this;
        }

        @Nullable
        Usd rounded() {
            return known ? Usd.ofPicodollars(picodollars) : null;
        }
    }
}
