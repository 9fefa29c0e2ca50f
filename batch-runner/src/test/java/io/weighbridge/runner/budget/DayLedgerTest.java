package io.weighbridge.runner.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayLedgerTest {
    private static final String DAY = "2026-11-22";
    private static final Usd CAP = Usd.parse("1.00");

    @TempDir
    Path runs;

    @Test
    void aRunTakesWhatIsLeftAndGivesBackWhatItDidNotSpend() {
        DayLedger first = new DayLedger(runs, "run-1", CAP);
        DayLedger second = new DayLedger(runs, "run-2", CAP);

        assertEquals(CAP, first.take(DAY));
        assertEquals(Usd.ZERO, second.take(DAY));
        first.giveBack(spent("0.30"));

        assertEquals(Usd.parse("0.70"), second.take(DAY));
        assertEquals(CAP, new DayLedger(runs, "run-3", CAP).take("2026-11-23"));
    }

    @Test
    void theShareOfAKilledRunStaysTakenUntilItGoesOn() {
        new DayLedger(runs, "run-1", CAP).take(DAY);

        assertEquals(Usd.ZERO, new DayLedger(runs, "run-2", CAP).take(DAY));
        DayLedger again = new DayLedger(runs, "run-1", CAP);
        assertEquals(CAP, again.take(DAY));
        again.giveBack(spent("0.25"));
        assertEquals(Usd.parse("0.75"), new DayLedger(runs, "run-2", CAP).take(DAY));
    }

    @Test
    void aSmallerCapThanWhatIsSpentLeavesNothing() {
        DayLedger first = new DayLedger(runs, "run-1", CAP);
        first.take(DAY);
        first.giveBack(spent("0.80"));

        assertEquals(Usd.ZERO, new DayLedger(runs, "run-2", Usd.parse("0.50")).take(DAY));
    }

    private static Budget spent(String usd) {
        Scope day = DayLedger.scope(LocalDate.parse(DAY));
        return new Budget(scope -> null, scope -> scope.equals(day) ? Usd.parse(usd) : Usd.ZERO);
    }
}
