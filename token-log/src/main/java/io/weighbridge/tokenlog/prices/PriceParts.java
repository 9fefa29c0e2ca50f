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
        OUTPUT
    }

    private final Map<Kind, BigDecimal> usdPerMillion = new EnumMap<>(Kind.class);
    private @Nullable BigDecimal perRequest;

    void put(Kind kind, BigDecimal usdPerMillionTokens) {
        usdPerMillion.put(kind, usdPerMillionTokens);
    }

    void perRequest(BigDecimal usd) {
        perRequest = usd;
    }

    /** These prices, and those of the other where there are none here. */
    PriceParts over(PriceParts base) {
        PriceParts merged = new PriceParts();
        merged.usdPerMillion.putAll(base.usdPerMillion);
        merged.usdPerMillion.putAll(usdPerMillion);
        merged.perRequest = perRequest == null ? base.perRequest : perRequest;
        return merged;
    }

    boolean has(Kind kind) {
        return usdPerMillion.containsKey(kind);
    }

    Optional<BigDecimal> price(Kind kind) {
        return Optional.ofNullable(usdPerMillion.get(kind));
    }

    boolean isEmpty() {
        return usdPerMillion.isEmpty() && perRequest == null;
    }

    TokenPrices build() {
        return new TokenPrices(
                rate(Kind.INPUT),
                rate(Kind.CACHE_READ),
                rate(Kind.CACHE_WRITE_5M),
                rate(Kind.CACHE_WRITE_1H),
                rate(Kind.OUTPUT),
                perRequest == null ? null : Usd.of(perRequest));
    }

    private @Nullable Rate rate(Kind kind) {
        BigDecimal price = usdPerMillion.get(kind);
        return price == null ? null : new Rate(price);
    }
}
