package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Regions, discounts, other currencies and models hosted by oneself. */
class PriceTermsTest {
    private static final Instant NOW = Instant.parse("2026-10-31T07:35:00Z");
    private static final String SOURCE = "\"source\":\"test\",\"as_of\":\"2026-10-01\"";

    @Test
    void aPriceOfTheCallsRegionGoesBeforeThatOfAnyRegion() {
        PriceBook book = book("\"entries\":["
                + "{\"model\":\"m\",\"region\":\"EU-West-1\",\"input\":\"1.1\",\"output\":\"2\"," + SOURCE + "},"
                + "{\"model\":\"m\",\"input\":\"1\",\"output\":\"2\"," + SOURCE + "},"
                + "{\"model\":\"only\",\"region\":\"us\",\"input\":\"1\",\"output\":\"2\"," + SOURCE + "}]");
        assertEquals("1.1", input(book.priceOf("m", null, null, "eu-west-1", NOW)));
        assertEquals("1", input(book.priceOf("m", null, null, "us", NOW)));
        assertEquals("1", input(book.priceOf("m", null, null, NOW)));
        assertTrue(book.priceOf("only", null, null, NOW).isEmpty(), "of an unknown region nothing is assumed");
        Request request = new Request(null, "m", null, null, null, null, null, Map.of("region", "eu-west-1"));
        assertEquals(
                "1.100000000000",
                String.valueOf(new CallPricer(book)
                        .cost(Calls.of(request, Response.ok(), Usage.of(1_000_000, 0), null))
                        .total()));
    }

    @Test
    void theMostSpecificDiscountIsTakenOffAndOnlyThatOne() {
        PriceBook book = book("\"entries\":["
                + "{\"model\":\"gpt-x\",\"provider\":\"openai\",\"input\":\"2\",\"output\":\"8\",\"per_request\":\"0.01\","
                + "\"context_tiers\":[{\"above_input_tokens\":100,\"input\":\"4\",\"output\":\"8\"}]," + SOURCE + "},"
                + "{\"model\":\"other\",\"provider\":\"xai\",\"input\":\"2\",\"output\":\"8\"," + SOURCE + "}],"
                + "\"discounts\":["
                + "{\"model\":\"*\",\"percent\":\"10\"," + SOURCE + "},"
                + "{\"model\":\"gpt-*\",\"provider\":\"openai\",\"percent\":\"25\",\"valid_until\":\"2026-11-01T00:00:00Z\","
                + SOURCE + "}]");
        ModelPrice price = book.priceOf("openai/gpt-x", null, null, NOW).orElseThrow();
        assertEquals("1.5", rate(price.prices().input()));
        assertEquals("3", rate(price.pricesFor(101).input()));
        assertEquals(Usd.parse("0.0075"), price.prices().perRequest());
        assertEquals("test; less 25 % (test)", price.source());
        assertEquals("1.8", input(book.priceOf("gpt-x", null, null, Instant.parse("2026-11-01T00:00:00Z"))));
        assertEquals("1.8", input(book.priceOf("other", null, null, NOW)));
    }

    @Test
    void aDiscountIsNotTakenOffThePricesOfAHigherLayer() {
        PriceBook list = book("\"entries\":[{\"model\":\"m\",\"input\":\"2\",\"output\":\"8\"," + SOURCE + "},"
                + "{\"model\":\"n\",\"input\":\"2\",\"output\":\"8\"," + SOURCE + "}]");
        PriceBook discount = book("\"entries\":[],\"discounts\":[{\"model\":\"*\",\"percent\":\"50\"," + SOURCE + "}]");
        PriceBook agreed = book("\"entries\":[{\"model\":\"m\",\"input\":\"1.5\",\"output\":\"8\"," + SOURCE + "}]");
        PriceBook all = list.plus(discount).plus(agreed);
        assertEquals("1.5", input(all.priceOf("m", null, null, NOW)));
        assertEquals("1", input(all.priceOf("n", null, null, NOW)));
    }

    @Test
    void aDiscountOfOneTierLeavesTheOthers() {
        PriceBook book = book("\"entries\":[{\"model\":\"m\",\"input\":\"2\",\"output\":\"8\"," + SOURCE + "},"
                + "{\"model\":\"m\",\"service_tier\":\"batch\",\"input\":\"1\",\"output\":\"4\"," + SOURCE + "}],"
                + "\"discounts\":[{\"model\":\"m\",\"service_tier\":\"default\",\"percent\":\"50\"," + SOURCE + "}]");
        assertEquals("1", input(book.priceOf("m", null, null, NOW)));
        assertEquals("1", input(book.priceOf("m", null, "batch", NOW)));
    }

    @Test
    void anotherCurrencyIsConvertedAtTheRateOfTheCallsDay() {
        PriceBook book = book("\"entries\":["
                + "{\"model\":\"m\",\"currency\":\"EUR\",\"input\":\"2\",\"output\":\"8\",\"per_request\":\"0.001\","
                + SOURCE + "},"
                + "{\"model\":\"yen\",\"currency\":\"JPY\",\"input\":\"3000\",\"output\":\"9000\"," + SOURCE + "}],"
                + "\"exchange_rates\":["
                + "{\"currency\":\"EUR\",\"day\":\"2026-10-02\",\"usd\":\"1.0743\",\"source\":\"ECB\"},"
                + "{\"currency\":\"EUR\",\"day\":\"2026-10-01\",\"usd\":\"1.1\",\"source\":\"ECB\"},"
                + "{\"currency\":\"JPY\",\"day\":\"2026-01-01\",\"usd\":\"0.0067\",\"source\":\"ECB\"}]");
        assertEquals("2.2", input(book.priceOf("m", null, null, Instant.parse("2026-10-01T23:59:59Z"))));
        ModelPrice price = book.priceOf("m", null, null, NOW).orElseThrow();
        assertEquals("2.1486", rate(price.prices().input()));
        assertEquals(Usd.parse("0.0010743"), price.prices().perRequest());
        assertEquals("test; EUR at 1.0743 USD of 2026-10-02 (ECB)", price.source());
        assertEquals("20.1", input(book.priceOf("yen", null, null, NOW)));
        assertTrue(
                book.priceOf("m", null, null, Instant.parse("2026-09-30T12:00:00Z"))
                        .isEmpty(),
                "before the first rate");
    }

    @Test
    void aPriceOutOfRangeInUsdIsRefusedWhenTheBookIsRead() {
        assertEquals(
                "price: must be at most 2000 USD per million tokens, was 3300.0",
                messageOf(
                        "\"entries\":[{\"model\":\"m\",\"currency\":\"EUR\",\"input\":\"3000\"," + SOURCE + "}],"
                                + "\"exchange_rates\":[{\"currency\":\"EUR\",\"day\":\"2026-10-02\",\"usd\":\"1.1\",\"source\":\"ECB\"}]"));
        assertEquals(
                "entries[0]: input: must be at most 2000 USD per million tokens, was 3000",
                messageOf("\"entries\":[{\"model\":\"m\",\"input\":\"3000\"," + SOURCE + "}]"));
    }

    @Test
    void ownHostingIsPricedByWhatItCosts() {
        PriceBook book = book("\"entries\":[{\"model\":\"llama\",\"provider\":\"own\",\"hosting\":{"
                + "\"usd_per_replica_hour\":\"2.50\",\"tokens_per_second\":\"1200\",\"utilisation\":\"0.4\","
                + "\"replicas\":2,\"fixed_usd_per_month\":\"730\"}," + SOURCE + "}]");
        ModelPrice price = book.priceOf("llama", "own", null, NOW).orElseThrow();
        assertEquals("1.736111111111", rate(price.prices().input()), "6 USD/h for 3,456,000 tokens/h");
        assertEquals(price.prices().input(), price.prices().cacheRead());
        assertEquals(price.prices().input(), price.prices().output());
        assertEquals(
                "(2.50 USD/h x 2 x 730 h + 730 USD) per month / (1200 tokens/s x 3600 s x 730 h x 0.4 x 2)"
                        + " = 4380 USD / 2522880000 tokens = 1.736111111111 USD per million tokens",
                Objects.requireNonNull(price.hosting()).derivation());
    }

    @Test
    void aBookWithAllOfItIsWrittenAsTheGoldenFileSaysAndReadBack() throws IOException {
        PriceBook book = book("\"entries\":["
                + "{\"model\":\"voice-1\",\"provider\":\"openai\",\"service_tier\":\"priority\",\"input\":\"2.5\","
                + "\"cache_read\":\"1.25\",\"output\":\"10\",\"per_request\":\"0.001\",\"audio_input\":\"40\","
                + "\"cached_audio_input\":\"2.5\",\"audio_output\":\"80\",\"reasoning\":\"12\",\"per_web_search\":\"0.01\","
                + SOURCE + "},"
                + "{\"model\":\"large-*\",\"aliases\":[\"l-latest\"],\"provider\":\"mistral\",\"region\":\"eu\","
                + "\"valid_from\":\"2026-01-01T00:00:00Z\",\"currency\":\"EUR\",\"input\":\"2\",\"output\":\"6\","
                + "\"context_tiers\":[{\"above_input_tokens\":128000,\"input\":\"4\",\"output\":\"12\"}]," + SOURCE
                + "},"
                + "{\"model\":\"llama-70b\",\"provider\":\"own\",\"hosting\":{\"usd_per_replica_hour\":\"2.50\","
                + "\"tokens_per_second\":\"1200\",\"utilisation\":\"0.4\",\"replicas\":2,"
                + "\"fixed_usd_per_month\":\"730\"}," + SOURCE + "}],"
                + "\"discounts\":[{\"model\":\"*\",\"provider\":\"openai\",\"percent\":\"12.5\","
                + "\"valid_from\":\"2026-07-01T00:00:00Z\",\"valid_until\":\"2027-07-01T00:00:00Z\"," + SOURCE + "}],"
                + "\"exchange_rates\":[{\"currency\":\"EUR\",\"day\":\"2026-10-01\",\"usd\":\"1.0743\","
                + "\"source\":\"ECB reference rate\"}]");
        GoldenFile.assertWrittenAs("prices.json", book.toJson());
        PriceBook again = PriceBook.fromJson(GoldenFile.read("prices.json"));
        assertEquals(book.entries(), again.entries());
        assertEquals(book.discounts(), again.discounts());
        assertEquals(book.exchangeRates(), again.exchangeRates());
        assertEquals(book.version(), again.version());
    }

    @Test
    void badTermsAreRefusedByName() {
        assertEquals(
                "discounts[0]: percent: must be from 0 to 100, was 101",
                messageOf("\"entries\":[],\"discounts\":[{\"model\":\"m\",\"percent\":\"101\"," + SOURCE + "}]"));
        assertEquals(
                "exchange_rates[0]: currency: must be an ISO 4217 code such as EUR, was euro",
                messageOf("\"entries\":[],\"exchange_rates\":[{\"currency\":\"euro\",\"day\":\"2026-10-02\","
                        + "\"usd\":\"1.1\",\"source\":\"ECB\"}]"));
        assertEquals(
                "entries[0]: utilisation: must be from 0.000001 to 1, was 0",
                messageOf("\"entries\":[{\"model\":\"m\",\"hosting\":{\"usd_per_replica_hour\":\"1\","
                        + "\"tokens_per_second\":\"1\",\"utilisation\":\"0\"}," + SOURCE + "}]"));
    }

    private static String messageOf(String body) {
        return String.valueOf(
                assertThrows(InvalidRecordException.class, () -> book(body)).getMessage());
    }

    private static PriceBook book(String body) {
        return PriceBook.fromJson("{\"format\":\"weighbridge-prices/1\"," + body + "}");
    }

    private static String input(Optional<ModelPrice> price) {
        return rate(price.orElseThrow().prices().input());
    }

    private static String rate(@Nullable Rate rate) {
        return Objects.requireNonNull(rate).usdPerMillionTokens().toPlainString();
    }
}
