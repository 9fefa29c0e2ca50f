package io.weighbridge.trainer.train;

import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.TokenPrices;
import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Flattens a price book: what an ordinary call of a model costs at one instant.
 *
 * @param aliases name in the logs to name in the book
 * @param providers model to the provider that is configured to serve it
 */
record Prices(PriceBook book, Map<String, String> aliases, Map<String, String> providers, Instant at) {
    private static final int PICODOLLARS_PER_TOKEN_DIGITS = 6;
    private static final long SHORT_PROMPT_TOKENS = 1000;

    /** @param books laid over those of the settings */
    static Prices of(Settings settings, List<Path> books, Instant at) {
        Map<String, String> providers = new HashMap<>();
        settings.providers()
                .forEach((name, provider) -> provider.models().forEach(model -> providers.put(model, name)));
        return new Prices(PriceBooks.over(settings, books), settings.aliases(), providers, at);
    }

    /** Who serves the model: the configured provider, else the one the price is from, else "unknown". */
    String providerOf(String model) {
        String configured = providers.get(model);
        if (configured != null) {
            return configured;
        }
        return entry(model).map(ModelPrice::provider).orElse("unknown");
    }

    /** Null where the book has no price for input or output. */
    @Nullable
    TokenPrices of(String model) {
        io.weighbridge.tokenlog.TokenPrices prices =
                entry(model).map(found -> found.pricesFor(SHORT_PROMPT_TOKENS)).orElse(null);
        if (prices == null || prices.input() == null || prices.output() == null) {
            return null;
        }
        return new TokenPrices(picodollars(prices.input()), picodollars(prices.output()));
    }

    /** What the book says a model can take and do. */
    ModelLimits limitsOf(String model) {
        return entry(model).map(ModelPrice::limits).orElse(ModelLimits.UNKNOWN);
    }

    private Optional<ModelPrice> entry(String model) {
        return book.priceOf(aliases.getOrDefault(model, model), providers.get(model), null, at);
    }

    private static long picodollars(Rate rate) {
        BigDecimal perToken = rate.usdPerMillionTokens().scaleByPowerOfTen(PICODOLLARS_PER_TOKEN_DIGITS);
        return perToken.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }
}
