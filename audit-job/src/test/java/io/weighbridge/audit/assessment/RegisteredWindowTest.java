package io.weighbridge.audit.assessment;

import static io.weighbridge.evidence.Verdict.SMALLER_SUFFICES;
import static io.weighbridge.evidence.Verdict.UNDECIDED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.assessment.RegisteredWindow.Family;
import io.weighbridge.audit.assessment.RegisteredWindow.Judged;
import io.weighbridge.audit.assessment.RegisteredWindow.Pair;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegisteredWindowTest {
    private static final Pair FIRST = new Pair("triage", "large", "small");
    private static final Pair OTHER = new Pair("summary", "large", "small");
    private static final Pair LATER = new Pair("triage", "large", "tiny");
    private static final RegisteredWindow WINDOW = new RegisteredWindow(
            "w",
            LocalDate.parse("2026-10-01"),
            LocalDate.parse("2026-10-31"),
            0.01,
            0.95,
            List.of(family(FIRST, OTHER), family(LATER)));

    @Test
    void eachFamilyHasHalfOfTheErrorOfTheOneBefore() {
        // Families have 0.025 and 0.0125, each half of that for either kind of verdict; the first has two pairs:
        // 0.00625 each.
        assertEquals(SMALLER_SUFFICES, verdict(FIRST, 0.00624));
        assertEquals(UNDECIDED, verdict(FIRST, 0.00626));
        assertEquals(SMALLER_SUFFICES, verdict(LATER, 0.00624));
        assertEquals(UNDECIDED, verdict(LATER, 0.00626));
        assertEquals(new Judged(2, 0.975), WINDOW.judged().get(OTHER));
        assertEquals(new Judged(1, 0.9875), WINDOW.judged().get(LATER));
    }

    @Test
    void aPairWithoutDataKeepsItsPlace() {
        Map<Pair, Verdict> verdicts = WINDOW.verdicts(Map.of());

        assertEquals(Map.of(FIRST, UNDECIDED, OTHER, UNDECIDED, LATER, UNDECIDED), verdicts);
        assertEquals(Map.of("triage", "large", "summary", "large"), WINDOW.incumbents());
        assertEquals(List.of("small", "tiny"), WINDOW.candidates());
    }

    private static Verdict verdict(Pair pair, double pValue) {
        return WINDOW.verdicts(Map.of(pair, new PValues(pValue, 1))).getOrDefault(pair, Verdict.UNKNOWN);
    }

    private static Family family(Pair... pairs) {
        return new Family(Instant.parse("2026-09-30T00:00:00Z"), 0, List.of(pairs));
    }
}
