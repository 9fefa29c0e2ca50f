package io.weighbridge.audit.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendLedgerTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-02");
    private static final LocalDate TUESDAY = LocalDate.parse("2026-11-03");

    @Test
    void totalsAreExactSums() {
        SpendLedger ledger = new SpendLedger(List.of(
                line(MONDAY, "care", "triage", "large", 3, "0.100000000001"),
                line(TUESDAY, null, "triage", "small", 5, "0.000000000002")));

        assertEquals(new BigDecimal("0.100000000003"), ledger.total().spendUsd());
        assertEquals(8, ledger.total().calls());
        assertEquals(
                List.of("care", SpendLedger.UNNAMED),
                ledger.byTeam().stream().map(SpendLedger.Total::name).toList());
    }

    @Test
    void breakdownsListTheDearestFirstAndDaysInOrder() {
        SpendLedger ledger = new SpendLedger(List.of(
                line(TUESDAY, null, "triage", "small", 1, "1"),
                line(MONDAY, null, "triage", "large", 1, "2"),
                line(TUESDAY, null, "triage", "large", 1, "3")));

        assertEquals(
                List.of("large", "small"),
                ledger.byModel().stream().map(SpendLedger.Total::name).toList());
        assertEquals(List.of(MONDAY, TUESDAY), List.copyOf(ledger.byDay().keySet()));
    }

    @Test
    void oneCallWithoutUsageLeavesTheTotalUnbounded() {
        SpendAmount missing = new SpendAmount(1, 0, 0, usd("0"), usd("0"), usd("0"), usd("0"), null, 0, 1, 0);

        SpendAmount total =
                missing.plus(new SpendAmount(1, 0, 0, usd("0"), usd("2"), usd("2"), usd("2"), usd("2"), 0, 0, 0));

        assertNull(total.spendHighUsd());
        assertEquals(usd("2"), total.spendUsd());
        assertEquals(false, total.isComplete());
    }

    private static SpendLine line(
            LocalDate day, @Nullable String team, String task, String model, long calls, String usd) {
        return new SpendLine(
                day,
                team,
                null,
                task,
                model,
                new SpendAmount(calls, 10, 10, usd("0"), usd(usd), usd(usd), usd(usd), usd(usd), 0, 0, 0));
    }

    private static BigDecimal usd(String usd) {
        return new BigDecimal(usd);
    }
}
