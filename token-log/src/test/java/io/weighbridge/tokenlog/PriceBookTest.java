package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBookTest {
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-10-01");

    @Test
    void theBuiltInBookPricesTheSimulatedModels() {
        assertEquals("3", inputPrice(PriceBook.builtIn(), "sim-frontier", "simulated"));
        assertEquals("0.05", inputPrice(PriceBook.builtIn(), "sim-open-8b", null));
    }

    @Test
    void aModelIsFoundByNameAliasAndProviderPrefixInAnyLetterCase() {
        PriceBook book = PriceBook.builtIn();
        assertEquals("2", inputPrice(book, "gpt-4.1", null));
        assertEquals("2", inputPrice(book, "gpt-4.1-2025-04-14", "openai"));
        assertEquals("2", inputPrice(book, "openai/gpt-4.1", null));
        assertEquals("0.24", inputPrice(book, "mistralai/Mixtral-8x7B-Instruct-v0.1", null));
        assertEquals("0.24", inputPrice(book, "MISTRALAI/mixtral-8x7b-instruct-v0.1", null));
    }

    @Test
    void theProviderInFrontOfTheNameDecidesBetweenTwoPricesOfOneModel() {
        assertEquals("2.75", inputPrice(PriceBook.builtIn(), "azure/gpt-4o-2024-11-20", null));
        assertEquals("2.5", inputPrice(PriceBook.builtIn(), "gpt-4o-2024-11-20", "openai"));
    }

    @Test
    void providersAreKnownByAllTheirNames() {
        PriceBook book = PriceBook.of(List.of(price("grok-3", "x-ai", "3")));
        assertEquals("3", inputPrice(book, "xai/grok-3", null));
        assertEquals("3", inputPrice(book, "grok-3", "xai"));
    }

    @Test
    void aPriceOfAnotherProviderIsNoPrice() {
        assertTrue(PriceBook.builtIn().priceOf("gpt-4.1", "azure", null, NOW).isEmpty());
    }

    @Test
    void openWeightsWithoutOneListPriceHaveNoPrice() {
        assertTrue(PriceBook.builtIn()
                .priceOf("openai/gpt-oss-120b", null, null, NOW)
                .isEmpty());
    }

    @Test
    void aDatedPriceHoldsFromItsFirstInstantToBeforeItsLast() {
        PriceBook book = PriceBook.builtIn();
        Instant cut = Instant.parse("2025-06-10T00:00:00Z");
        assertEquals("10", inputPriceAt(book, "o3", cut.minusMillis(1)));
        assertEquals("2", inputPriceAt(book, "o3", cut));
    }

    @Test
    void betweenTwoPeriodsThereIsNoPrice() {
        Instant gap = Instant.parse("2025-09-15T00:00:00Z");
        assertTrue(PriceBook.builtIn()
                .priceOf("deepseek/deepseek-chat", null, null, gap)
                .isEmpty());
    }

    @Test
    void theBatchTierHasItsOwnPriceAndAnUnlistedTierHasNone() {
        PriceBook book = PriceBook.builtIn();
        assertEquals(
                "1",
                rate(book.priceOf("gpt-4.1", null, "batch", NOW)
                        .orElseThrow()
                        .prices()
                        .input()));
        assertTrue(book.priceOf("gpt-4.1", null, "priority", NOW).isEmpty());
        assertTrue(book.priceOf("gpt-4.1", null, "default", NOW).isPresent());
    }

    @Test
    void anExactNameWinsOverAPatternAndALongPatternOverAShortOne() {
        PriceBook book = PriceBook.of(List.of(
                price("gpt-4o-mini", null, "1"),
                price("gpt-4o*", null, "2"),
                price("gpt-4o-realtime*", null, "3"),
                price("*haiku*", null, "4")));
        assertEquals("1", inputPriceAt(book, "gpt-4o-mini", NOW));
        assertEquals("2", inputPriceAt(book, "gpt-4o-2024-08-06", NOW));
        assertEquals("3", inputPriceAt(book, "gpt-4o-realtime-preview", NOW));
        assertEquals("4", inputPriceAt(book, "anthropic.claude-haiku-4-5-v1:0", NOW));
    }

    @Test
    void aLaterBookDecidesWhereItKnowsAPriceAndOnlyThere() {
        PriceBook own = PriceBook.of(List.of(price("gpt-4.1", null, "1.7")));
        PriceBook book = PriceBook.builtIn().plus(own);
        assertEquals("1.7", inputPrice(book, "openai/gpt-4.1", null));
        assertEquals("0.4", inputPriceAt(book, "gpt-4.1-mini", NOW));
    }

    @Test
    void aBookReadBackIsTheSameBookWithItsLayers(@TempDir Path directory) throws IOException {
        PriceBook book = PriceBook.builtIn().plus(PriceBook.of(List.of(price("gpt-4.1", null, "1.7"))));
        Path file = directory.resolve("prices.json");
        book.write(file);
        PriceBook back = PriceBook.read(file);
        assertEquals(book.entries(), back.entries());
        assertEquals(book.version(), back.version());
        assertEquals("1.7", inputPriceAt(back, "gpt-4.1", NOW));
    }

    @Test
    void theVersionIsAHashOfTheContent() {
        PriceBook one = PriceBook.of(List.of(price("m", null, "1")));
        assertEquals(
                one.version(), PriceBook.of(List.of(price("m", null, "1.0"))).version());
        assertNotEquals(
                one.version(), PriceBook.of(List.of(price("m", null, "2"))).version());
        assertTrue(one.version().matches("prices-[0-9a-f]{16}"), one.version());
    }

    @Test
    void anExplicitZeroIsFreeAndAMissingPriceIsNot() {
        assertTrue(ModelPrice.of("m", null, TokenPrices.of("0", "0.0"), "test", TODAY)
                .isFree());
        TokenPrices noOutput = new TokenPrices(Rate.of("0"), null, null, null, null, null);
        assertFalse(ModelPrice.of("m", null, noOutput, "test", TODAY).isFree());
    }

    @Test
    void theDearestCallThatCanBeFitsTheMoneyType() {
        PriceBook book = PriceBook.of(List.of(ModelPrice.of("m", null, TokenPrices.of("2000", "2000"), "test", TODAY)));
        assertEquals("4000000.000000000000", String.valueOf(book.ceiling(Usage.of(1_000_000_000, 1_000_000_000))));
        assertThrows(InvalidRecordException.class, () -> Rate.of("2000.01"));
    }

    @Test
    void anotherFormatVersionIsRefusedByName(@TempDir Path directory) throws IOException {
        assertRefused(
                directory,
                "{\"format\":\"weighbridge-prices/3\",\"entries\":[]}",
                "Unsupported price book format 3; this build reads 1");
    }

    @Test
    void aBadEntryIsNamedWithFieldRuleAndValue(@TempDir Path directory) throws IOException {
        String start = "{\"format\":\"weighbridge-prices/1\",\"entries\":[{\"model\":\"m\",";
        String end = "\"source\":\"s\",\"as_of\":\"2026-10-01\"}]}";
        assertRefused(directory, start + "\"input\":\"-1\"," + end, "entries[0]: input: must not be negative, was -1");
        assertRefused(directory, start + "\"input\":2," + end, "entries[0].input: must be a string, was a number");
        assertRefused(
                directory,
                start + "\"inptu\":\"2\",\"output\":\"3\"," + end,
                "entries[0].inptu: is not a field of this format, was present");
        assertRefused(directory, start + end, "entries[0]: prices: must name at least one price, was m");
        assertRefused(
                directory,
                start + "\"input\":\"1\",\"valid_from\":\"2026-02-01T00:00:00Z\","
                        + "\"valid_until\":\"2026-01-01T00:00:00Z\"," + end,
                "entries[0]: valid_until: must be after valid_from, was 2026-01-01T00:00:00Z <= 2026-02-01T00:00:00Z");
    }

    private static void assertRefused(Path directory, String content, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.json"), content);
        InvalidRecordException error = assertThrows(InvalidRecordException.class, () -> PriceBook.read(file));
        assertEquals(file + ": " + message, error.getMessage());
    }

    private static ModelPrice price(String model, @Nullable String provider, String input) {
        return ModelPrice.of(model, provider, TokenPrices.of(input, "9"), "test", TODAY);
    }

    private static String inputPrice(PriceBook book, String model, @Nullable String provider) {
        return rate(
                book.priceOf(model, provider, null, NOW).orElseThrow().prices().input());
    }

    private static String inputPriceAt(PriceBook book, String model, Instant at) {
        return rate(book.priceOf(model, null, null, at).orElseThrow().prices().input());
    }

    private static String rate(@Nullable Rate rate) {
        return Objects.requireNonNull(rate).usdPerMillionTokens().toPlainString();
    }
}
