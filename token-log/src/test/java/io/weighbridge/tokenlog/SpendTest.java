package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-01");
    private static final CallPricer PRICER = new CallPricer(PriceBook.of(List.of(
            ModelPrice.of("dear", null, TokenPrices.of("10", "30"), "test", DAY),
            ModelPrice.of("cheap", null, TokenPrices.of("1", "2"), "test", DAY),
            ModelPrice.of("gift", null, TokenPrices.of("0", "0"), "test", DAY))));
    private static final Usage THOUSAND = Usage.of(1000, 1000);

    @Test
    void whatTheSourceBilledIsTheSpendAndTheComputedCostIsShownBesideIt() {
        Spend spend = spend("cheap", THOUSAND, "0.0025");
        assertEquals(Spend.Basis.BILLED, spend.basis());
        assertEquals(Usd.parse("0.0025"), spend.amount());
        assertEquals(Usd.parse("0.003"), spend.computed());
        assertEquals(spend.amount(), spend.low());
        assertEquals(spend.amount(), spend.high());
    }

    @Test
    void withoutABillTheSpendIsComputed() {
        Spend spend = spend("cheap", THOUSAND, null);
        assertEquals(Spend.Basis.COMPUTED, spend.basis());
        assertEquals(Usd.parse("0.003"), spend.amount());
        assertNull(spend.billed());
    }

    @Test
    void aBilledZeroForTokensThatCostMoneyIsNotABill() {
        Spend spend = spend("cheap", THOUSAND, "0");
        assertEquals(Spend.Basis.COMPUTED, spend.basis());
        assertEquals(Usd.parse("0.003"), spend.amount());
        assertEquals(Usd.ZERO, spend.billed());
    }

    @Test
    void aBilledZeroForAModelWithoutAPriceIsUnpricedAndBoundedByTheDearestModel() {
        Spend spend = spend("unknown-model", THOUSAND, "0");
        assertEquals(Spend.Basis.UNPRICED, spend.basis());
        assertFalse(spend.isKnown());
        assertNull(spend.amount());
        assertEquals(Usd.ZERO, spend.low());
        assertEquals(Usd.parse("0.04"), spend.high());
    }

    @Test
    void aBilledZeroForAFreeModelIsFree() {
        Spend spend = spend("gift", THOUSAND, "0");
        assertEquals(Spend.Basis.FREE, spend.basis());
        assertEquals(Usd.ZERO, spend.amount());
    }

    @Test
    void aBilledAmountIsBelievedEvenOfAModelThatTheBookDoesNotKnow() {
        Spend spend = spend("unknown-model", THOUSAND, "0.5");
        assertEquals(Spend.Basis.BILLED, spend.basis());
        assertNull(spend.computed());
    }

    @Test
    void aBilledZeroForNoTokensIsABill() {
        assertEquals(Spend.Basis.BILLED, spend("cheap", Usage.of(0, 0), "0").basis());
    }

    @Test
    void aFailedCallThatWasBilledZeroAndReportsNoTokensCostNothing() {
        Spend spend = PRICER.spend(Calls.failed("cheap", null, Usd.ZERO));
        assertEquals(Spend.Basis.BILLED, spend.basis());
        assertEquals(Usd.ZERO, spend.amount());
    }

    @Test
    void anAnsweredCallThatWasBilledZeroAndReportsNoTokensIsUnknownAndUnbounded() {
        Spend spend = spend("cheap", null, "0");
        assertEquals(Spend.Basis.USAGE_MISSING, spend.basis());
        assertNull(spend.amount());
        assertNull(spend.high());
    }

    @Test
    void neitherTokensNorBillIsUsageMissing() {
        assertEquals(Spend.Basis.USAGE_MISSING, spend("cheap", null, null).basis());
        assertEquals(
                Spend.Basis.USAGE_MISSING, spend("unknown-model", null, null).basis());
    }

    @Test
    void whatATokenizerCountedBoundsTheCostOfACallWithoutUsageAndIsNotTheCost() {
        Spend spend = PRICER.spend(estimated("cheap", 1000L, 300L));
        assertEquals(Spend.Basis.ESTIMATED, spend.basis());
        assertNull(spend.amount());
        // 500 and 150 tokens; 2,500 and 800 tokens at 1 and 2 USD per million
        assertEquals(Usd.parse("0.0008"), spend.low());
        assertEquals(Usd.parse("0.0041"), spend.high());
    }

    @Test
    void anEstimateOfAModelWithoutPriceIsBoundedByTheDearestModel() {
        Spend spend = PRICER.spend(estimated("unknown-model", 1000L, 300L));
        assertEquals(Usd.ZERO, spend.low());
        assertEquals(Usd.parse("0.049"), spend.high());
    }

    @Test
    void anEstimateOfOneSideOnlyBoundsNothing() {
        Spend spend = PRICER.spend(estimated("cheap", 1000L, null));
        assertEquals(Spend.Basis.USAGE_MISSING, spend.basis());
        assertNull(spend.high());
    }

    private static CanonicalCall estimated(String model, @Nullable Long input, @Nullable Long output) {
        CanonicalCall call = Calls.of(model, null, null);
        return new CanonicalCall(
                call.source(),
                call.callId(),
                call.occurredAt(),
                call.attribution(),
                new Request(null, model, null, null, null, null, input, Map.of()),
                new Response(null, null, null, null, null, null, Response.OK, null, 1, output),
                null,
                null,
                null);
    }

    private static Spend spend(String model, @Nullable Usage usage, @Nullable String billed) {
        return PRICER.spend(Calls.of(model, usage, billed == null ? null : Usd.parse(billed)));
    }
}
