package io.weighbridge.audit.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.cli.BadInputException;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakEvenTest {
    private static final DailySaving FIVE_A_DAY = DailySaving.over(10, usd("50"), usd("40"), usd("60"), "drawn");

    @Test
    void trainingIsPaidByWhatIsSavedADayAfterHosting() {
        // 2,000,000 tokens x 3 epochs x 3 USD per million = 18 USD; 5 - 1 USD a day.
        BreakEven breakEven = BreakEven.of(2_000_000, cost("3", "1"), FIVE_A_DAY);

        assertEquals(0, new BigDecimal("18").compareTo(Objects.requireNonNull(breakEven.trainingUsd())));
        assertEquals(18 / 4.0, breakEven.days());
        assertEquals(18 / 5.0, breakEven.daysLow());
        assertEquals(18 / 3.0, breakEven.daysHigh());
        assertEquals("paid back in 4.5 days (3.6 days to 6.0 days)", breakEven.statement());
    }

    @Test
    void withoutAPriceTheBreakEvenIsUnknownAndNotZero() {
        BreakEven breakEven = BreakEven.of(2_000_000, cost(null, null), FIVE_A_DAY);

        assertNull(breakEven.trainingUsd());
        assertNull(breakEven.days());
        assertEquals("break-even unknown: give --training-usd-per-million", breakEven.statement());
    }

    @Test
    void withoutASavingTheBreakEvenIsUnknown() {
        BreakEven breakEven = BreakEven.of(1, cost("3", null), DailySaving.unknown("the lake has no audit"));

        assertNull(breakEven.days());
        assertEquals("break-even unknown: the lake has no audit", breakEven.statement());
    }

    @Test
    void hostingThatCostsMoreThanIsSavedNeverPays() {
        BreakEven never = BreakEven.of(2_000_000, cost("3", "7"), FIVE_A_DAY);
        assertNull(never.days());
        assertEquals("never pays: no more is saved than hosting costs", never.statement());

        BreakEven perhaps = BreakEven.of(2_000_000, cost("3", "4.5"), FIVE_A_DAY);
        assertEquals("paid back in 36.0 days (12.0 days to never)", perhaps.statement());
        assertNull(perhaps.daysHigh());

        BreakEven hardly = BreakEven.of(2_000_000, cost("3", "5.5"), FIVE_A_DAY);
        assertEquals(
                "never pays: no more is saved than hosting costs, unless it is the most that may be, and then in 36.0 days",
                hardly.statement());
    }

    @Test
    void aSavingWithoutAnIntervalGivesDaysWithoutARange() {
        DailySaving assumed = DailySaving.over(10, usd("50"), null, null, "assumed");
        assertEquals(
                "paid back in 3.6 days",
                BreakEven.of(2_000_000, cost("3", null), assumed).statement());
    }

    @Test
    void negativePricesAndNoEpochsAreRefused() {
        assertEquals(
                "--training-usd-per-million: must not be negative, was -1",
                assertThrows(BadInputException.class, () -> cost("-1", null)).getMessage());
        assertEquals(
                "--epochs: must be at least 1, was 0",
                assertThrows(BadInputException.class, () -> new TrainingCost(0, null, null))
                        .getMessage());
    }

    private static TrainingCost cost(@Nullable String usdPerMillion, @Nullable String hosting) {
        return new TrainingCost(
                3, usdPerMillion == null ? null : usd(usdPerMillion), hosting == null ? null : usd(hosting));
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }
}
