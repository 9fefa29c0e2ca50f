package io.weighbridge.tokenlog.prices;

import io.weighbridge.tokenlog.Rate;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prices of one model while an importer gathers them. */
final class PriceParts {
    /** Kinds of tokens that a price book prices. */
    enum Kind {
        INPUT,
        CACHE_READ,
        CACHE_WRITE_5M,
        CACHE_WRITE_1H,
        OUTPUT,
        AUDIO_INPUT,
        CACHED_AUDIO_INPUT,
        AUDIO_OUTPUT,
        REASONING
    }

    private final Map<Kind, BigDecimal> usdPerMillion = new EnumMap<>(Kind.class);
    private @Nullable BigDecimal perRequest;
    private @Nullable BigDecimal perWebSearch;

    void put(Kind kind, BigDecimal usdPerMillionTokens) {
        usdPerMillion.put(kind, usdPerMillionTokens);
    }

    void perRequest(BigDecimal usd) {
        perRequest = usd;
    }

    void perWebSearch(BigDecimal usd) {
        perWebSearch = usd;
    }

    /** These prices, and those of the other where there are none here. */
    PriceParts over(PriceParts base) {
        PriceParts merged = new PriceParts();
        merged.usdPerMillion.putAll(base.usdPerMillion);
        merged.usdPerMillion.putAll(usdPerMillion);
        merged.perRequest = perRequest == null ? base.perRequest : perRequest;
        merged.perWebSearch = perWebSearch == null ? base.perWebSearch : perWebSearch;
        return merged;
    }

    /** Drops a rate of reasoning that is the rate of the output, so that it follows the output above a threshold. */
    void forgetUsualReasoning() {
        BigDecimal reasoning = usdPerMillion.get(Kind.REASONING);
        BigDecimal output = usdPerMillion.get(Kind.OUTPUT);
        if (reasoning != null && output != null && reasoning.compareTo(output) == 0) {
            usdPerMillion.remove(Kind.REASONING);
        }
    }

    boolean has(Kind kind) {
        return usdPerMillion.containsKey(kind);
    }

    Optional<BigDecimal> price(Kind kind) {
        return Optional.ofNullable(usdPerMillion.get(kind));
    }

    boolean isEmpty() {
        return usdPerMillion.isEmpty() && perRequest == null && perWebSearch == null;
    }

    TokenPrices build() {
        return new TokenPrices(
                rate(Kind.INPUT),
                rate(Kind.CACHE_READ),
                rate(Kind.CACHE_WRITE_5M),
                rate(Kind.CACHE_WRITE_1H),
                rate(Kind.OUTPUT),
                usd(perRequest),
                rate(Kind.AUDIO_INPUT),
                rate(Kind.CACHED_AUDIO_INPUT),
                rate(Kind.AUDIO_OUTPUT),
                rate(Kind.REASONING),
                usd(perWebSearch));
    }

    private static @Nullable Usd usd(@Nullable BigDecimal amount) {
        return amount == null ? null : Usd.of(amount);
    }

    private @Nullable Rate rate(Kind kind) {
        BigDecimal price = usdPerMillion.get(kind);
        return price == null ? null : Rate.of("price", price);
    }
}
