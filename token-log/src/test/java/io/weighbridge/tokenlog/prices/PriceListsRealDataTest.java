package io.weighbridge.tokenlog.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.format.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class PriceListsRealDataTest {
    private static final Path PRICES = Path.of(System.getProperty("weighbridge.data", ""), "prices");
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void theLiteLlmListIsImportedAndEveryModelIsEitherPricedOrListed() throws IOException {
        PriceImport list = liteLlm();
        long models = list.leftOut().stream()
                .filter(out -> out.condition().equals("model"))
                .count();
        assertEquals(275, models, "of 1,701 models");
        assertEquals(1_512, list.book().entries().size());
        assertTrue(
                list.leftOut()
                        .contains(new PriceImport.LeftOut(
                                "azure_ai/jais-30b-chat",
                                "model",
                                "price must be at most 2000 USD per million tokens")),
                "a price per thousand tokens written as one per token");
        assertEquals(84, list.leftOutByReason().get("has no price per token"));
    }

    @Test
    void theGenaiListIsImportedAndEveryModelIsEitherPricedOrListed() throws IOException {
        PriceImport list = genai();
        long models = list.leftOut().stream()
                .filter(out -> out.condition().equals("model"))
                .count();
        assertEquals(159, models, "of 1,442 models");
        assertEquals(
                1_423, list.book().entries().size(), "133 of them resold by azure and google at the makers' prices");
        assertEquals(2, list.leftOutByReason().get("prices must not depend on the time of day"));
    }

    @Test
    void theBuiltInBookAgreesWithBothListsOnWhatTheyAlsoPrice() throws IOException {
        for (String model : List.of("gpt-4.1", "gpt-4o-mini", "o3", "gpt-5", "claude-3-5-haiku-20241022")) {
            TokenPrices own = prices(PriceBook.builtIn(), model);
            assertEquals(own.input(), prices(liteLlm().book(), model).input(), model);
            assertEquals(own.output(), prices(liteLlm().book(), model).output(), model);
            assertEquals(own.cacheRead(), prices(genai().book(), model).cacheRead(), model);
        }
        for (String model : List.of("claude-sonnet-4-5", "claude-sonnet-4-6", "claude-opus-4-6", "gpt-5.4", "grok-3")) {
            assertEquals(
                    prices(PriceBook.builtIn(), model).input(),
                    prices(genai().book(), model).input(),
                    model);
            assertEquals(
                    prices(PriceBook.builtIn(), model).output(),
                    prices(genai().book(), model).output(),
                    model);
        }
    }

    @Test
    void theBacktestPricesCoverTheRouteLlmPair() throws IOException {
        BacktestPrices prices = BacktestPrices.read(LogSource.of(PRICES.resolve("model_price_map.csv")));
        assertEquals(
                TokenPrices.of("10", "30"),
                prices.priceOf("routellm_mmlu", "gpt-4-1106-preview").orElseThrow());
        assertTrue(prices.priceOf("routellm_mmlu", "no-such-model").isEmpty());
    }

    private static PriceImport liteLlm() throws IOException {
        return LiteLlmPriceImporter.read(
                text("litellm_format_model_prices.json.gz"),
                new ListSource("LiteLLM list", LocalDate.parse("2025-09-05")));
    }

    private static PriceImport genai() throws IOException {
        return GenaiPricesImporter.read(
                text("genai_prices_data.json.gz"), new ListSource("genai-prices", LocalDate.parse("2026-08-21")));
    }

    private static TokenPrices prices(PriceBook book, String model) {
        return book.priceOf(model, null, null, NOW).map(ModelPrice::prices).orElseThrow();
    }

    private static String text(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(PRICES.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
