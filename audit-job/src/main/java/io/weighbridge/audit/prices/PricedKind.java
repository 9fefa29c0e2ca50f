package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.TokenPrices;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A kind of token with a price of its own, and the column of the calls table that counts it. */
enum PricedKind {
    INPUT("input_tokens", TokenPrices::input),
    CACHE_READ("cache_read_tokens", TokenPrices::cacheRead),
    CACHE_WRITE_5M("cache_write_5m_tokens", TokenPrices::cacheWrite5m),
    CACHE_WRITE_1H("cache_write_1h_tokens", TokenPrices::cacheWrite1h),
    OUTPUT("output_tokens", TokenPrices::output),
    AUDIO_INPUT("audio_input_tokens", TokenPrices::audioInput),
    CACHED_AUDIO_INPUT("cached_audio_input_tokens", TokenPrices::cachedAudioInput),
    AUDIO_OUTPUT("audio_output_tokens", TokenPrices::audioOutput),
    PER_WEB_SEARCH("web_searches", TokenPrices::perWebSearch);

    private final String column;
    private final Function<TokenPrices, @Nullable Object> price;

    PricedKind(String column, Function<TokenPrices, @Nullable Object> price) {
        this.column = column;
        this.price = price;
    }

    String column() {
        return column;
    }

    /** The kinds that some call used and that have no price, as price books spell them. */
    static List<String> missing(ModelPrice price, Cells used) {
        if (price.isFree()) {
            return List.of();
        }
        return Arrays.stream(values())
                .filter(kind -> Objects.requireNonNullElse(used.wholeOrNull(kind.column), 0L) > 0)
                .filter(kind -> kind.price.apply(price.prices()) == null)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
