package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CallPricerTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-01");

    @Test
    void inputAndOutputAreBilledAtTheirPricesPerMillionTokens() {
        CallCost cost = builtIn().cost(Calls.of("gpt-4.1", Usage.of(417, 20), null));
        assertEquals(PricingStatus.PRICED, cost.status());
        assertEquals("0.000994000000", String.valueOf(cost.total()));
        assertEquals(PriceBook.builtIn().version(), cost.priceVersion());
    }

    @Test
    void cachedTokensAreBilledAtTheCacheReadRate() {
        CallCost.Components cost =
                components(builtIn().cost(Calls.of("gpt-4.1", new Usage(1000, 800, 0, 0, 0, 0), null)));
        assertEquals("0.000400000000", cost.input().toString());
        assertEquals("0.000400000000", cost.cacheRead().toString());
    }

    @Test
    void cacheWritesAreBilledByTheirLifetime() {
        CallCost.Components cost = components(builtIn()
                .cost(Calls.of("claude-haiku-4-5", new Usage(2_000_000, 0, 1_000_000, 1_000_000, 0, 0), null)));
        assertEquals("3.250000000000", cost.cacheWrite().toString());
        assertEquals("0.000000000000", cost.input().toString());
    }

    @Test
    void reasoningTokensAreOutputAndBilledOnce() {
        CallPricer pricer = builtIn();
        assertEquals(
                pricer.cost(Calls.of("o3", new Usage(10, 0, 0, 0, 500, 0), null))
                        .total(),
                pricer.cost(Calls.of("o3", new Usage(10, 0, 0, 0, 500, 400), null))
                        .total());
    }

    @Test
    void aLongPromptIsBilledWhollyAtTheLongPromptsPrice() {
        CallPricer pricer = builtIn();
        assertEquals(
                "0.600000000000",
                String.valueOf(pricer.cost(Calls.of("claude-sonnet-4-5", Usage.of(200_000, 0), null))
                        .total()));
        assertEquals(
                "1.200006000000",
                String.valueOf(pricer.cost(Calls.of("claude-sonnet-4-5", Usage.of(200_001, 0), null))
                        .total()));
    }

    @Test
    void aKindOfTokenWithoutAPriceMakesTheCallUnpricedNotCheaper() {
        CallPricer pricer = pricer(TokenPrices.of("1", "2"));
        assertEquals(
                PricingStatus.PRICED,
                pricer.cost(Calls.of("m", Usage.of(10, 10), null)).status());
        CallCost cached = pricer.cost(Calls.of("m", new Usage(10, 5, 0, 0, 10, 0), null));
        assertEquals(PricingStatus.UNPRICED, cached.status());
        assertNull(cached.total());
    }

    @Test
    void anUnknownModelIsUnpricedAndMissingUsageIsUsageMissing() {
        assertEquals(
                PricingStatus.UNPRICED,
                builtIn().cost(Calls.of("no-such-model", Usage.of(1, 1), null)).status());
        assertEquals(
                PricingStatus.USAGE_MISSING,
                builtIn().cost(Calls.of("gpt-4.1", null, null)).status());
    }

    @Test
    void aFreeModelCostsNothingAndSaysSo() {
        CallPricer pricer = pricer(TokenPrices.of("0", "0"));
        CallCost cost = pricer.cost(Calls.of("m", new Usage(10, 5, 0, 0, 10, 0), null));
        assertEquals(PricingStatus.FREE, cost.status());
        assertEquals(Usd.ZERO, cost.total());
        assertEquals(PricingStatus.FREE, pricer.cost(Calls.of("m", null, null)).status());
    }

    @Test
    void aFeePerRequestIsAddedOncePerCall() {
        TokenPrices prices = new TokenPrices(Rate.of("1"), null, null, null, Rate.of("1"), Usd.parse("0.005"));
        assertEquals(
                "0.007000000000",
                String.valueOf(pricer(prices)
                        .cost(Calls.of("m", Usage.of(1000, 1000), null))
                        .total()));
    }

    @Test
    void soundIsBilledOnceAtTheRatesOfSound() {
        Usage usage = new Usage(1_000_000, 400_000, 0, 0, 500_000, 0).withAudio(300_000, 100_000, 200_000);
        CallCost.Components cost = components(pricer(everyPrice()).cost(Calls.of("m", usage, null)));
        assertEquals(Usd.parse("4.4"), cost.input(), "0.4 M text at 1 and 0.2 M sound at 20");
        assertEquals(Usd.parse("0.53"), cost.cacheRead(), "0.3 M text at 0.1 and 0.1 M sound at 5");
        assertEquals(Usd.parse("8.6"), cost.output(), "0.3 M text at 2 and 0.2 M sound at 40");
    }

    @Test
    void soundWithoutAPriceMakesTheCallUnpriced() {
        Usage usage = Usage.of(10, 10).withAudio(1, 0, 0);
        CallPricer pricer = pricer(TokenPrices.of("1", "2"));
        assertEquals(
                PricingStatus.UNPRICED, pricer.cost(Calls.of("m", usage, null)).status());
        assertNull(pricer.spend(Calls.of("m", usage, null)).high(), "the book bounds no price of sound");
    }

    @Test
    void reasoningIsBilledOnceAtItsOwnRateWhereItHasOne() {
        Usage usage = new Usage(0, 0, 0, 0, 500_000, 200_000);
        CallCost.Components cost = components(pricer(everyPrice()).cost(Calls.of("m", usage, null)));
        assertEquals(Usd.parse("1.2"), cost.output(), "0.3 M at 2 and 0.2 M at 3");
    }

    @Test
    void searchesAreBilledByNumberBesideTheFeeOfTheCall() {
        Usage usage = Usage.of(0, 0).withWebSearches(10);
        CallCost.Components cost = components(pricer(everyPrice()).cost(Calls.of("m", usage, null)));
        assertEquals(Usd.parse("0.105"), cost.request());
        assertEquals(
                PricingStatus.UNPRICED,
                pricer(TokenPrices.of("1", "2"))
                        .cost(Calls.of("m", usage, null))
                        .status());
        assertEquals(
                Usd.parse("0.1"),
                components(builtIn().cost(Calls.of("claude-sonnet-4-5", usage, null)))
                        .total());
    }

    @Test
    void eachComponentIsRoundedHalfEvenToAPicodollarOnce() {
        CallPricer pricer = pricer(TokenPrices.of("0.0000005", "0.0000015"));
        CallCost.Components cost = components(pricer.cost(Calls.of("m", Usage.of(1, 1), null)));
        assertEquals(0, cost.input().picodollars(), "0.5 rounds to the even 0");
        assertEquals(2, cost.output().picodollars(), "1.5 rounds to the even 2");
    }

    @Test
    void theModelThatAnsweredIsPricedAndTheOneAskedForWhereTheBookDoesNotKnowTheAnswer() {
        Response answered = new Response("gpt-4.1-mini", null, null, null, null, null, Response.OK, null, 1);
        CallCost cheaper = builtIn().cost(Calls.of(Request.of("gpt-4.1"), answered, Usage.of(1_000_000, 0), null));
        assertEquals("0.400000000000", String.valueOf(cheaper.total()));
        Response unknown = new Response("deployment-17", null, null, null, null, null, Response.OK, null, 1);
        CallCost asked = builtIn().cost(Calls.of(Request.of("gpt-4.1"), unknown, Usage.of(1_000_000, 0), null));
        assertEquals("2.000000000000", String.valueOf(asked.total()));
    }

    @Test
    void aBatchCallIsBilledAtTheBatchPrice() {
        Request batch = new Request("openai", "gpt-4.1", "batch", null, null, null, null, Map.of());
        CallCost cost = builtIn().cost(Calls.of(batch, Response.ok(), Usage.of(1_000_000, 0), null));
        assertEquals("1.000000000000", String.valueOf(cost.total()));
    }

    private static TokenPrices everyPrice() {
        return new TokenPrices(
                Rate.of("1"),
                Rate.of("0.1"),
                Rate.of("1.25"),
                Rate.of("2"),
                Rate.of("2"),
                Usd.parse("0.005"),
                Rate.of("20"),
                Rate.of("5"),
                Rate.of("40"),
                Rate.of("3"),
                Usd.parse("0.01"));
    }

    private static CallPricer builtIn() {
        return new CallPricer(PriceBook.builtIn());
    }

    private static CallPricer pricer(TokenPrices prices) {
        return new CallPricer(PriceBook.of(List.of(ModelPrice.of("m", null, prices, "test", DAY))));
    }

    private static CallCost.Components components(CallCost cost) {
        return Objects.requireNonNull(cost.components());
    }
}
