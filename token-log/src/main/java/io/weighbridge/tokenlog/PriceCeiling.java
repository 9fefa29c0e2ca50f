package io.weighbridge.tokenlog;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The dearest prices of a book: a bound for calls of unknown price. */
final class PriceCeiling {
    private final Rate input;
    private final Rate output;
    private final Usd request;
    private final @Nullable Usd webSearch;
    private final boolean pricesSound;

    PriceCeiling(List<TokenPrices> lists) {
        this.input = dearest(lists.stream().flatMap(TokenPrices::inputRates));
        this.output = dearest(lists.stream().flatMap(TokenPrices::outputRates));
        this.request = lists.stream()
                .map(TokenPrices::perRequest)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Usd.ZERO);
        this.webSearch = lists.stream()
                .map(TokenPrices::perWebSearch)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        this.pricesSound =
                lists.stream().anyMatch(prices -> prices.audioInput() != null || prices.audioOutput() != null);
    }

    /** The most this usage costs by any price of the book; null where the book knows none of a kind it holds. */
    @Nullable
    Usd of(Usage usage) {
        boolean sound = usage.audioInputTokens() > 0 || usage.audioOutputTokens() > 0;
        if (sound && !pricesSound || usage.webSearches() > 0 && webSearch == null) {
            return null;
        }
        Usd searches = webSearch == null ? Usd.ZERO : webSearch.times(usage.webSearches());
        return Usd.ofPicodollars(input.picodollars(usage.inputTokens()).add(output.picodollars(usage.outputTokens())))
                .plus(request)
                .plus(searches);
    }

    private static Rate dearest(Stream<Rate> rates) {
        return rates.max(Comparator.comparing(Rate::usdPerMillionTokens)).orElse(Rate.of("0"));
    }
}
