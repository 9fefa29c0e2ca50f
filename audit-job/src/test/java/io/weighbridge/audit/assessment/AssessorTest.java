package io.weighbridge.audit.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.assessment.Assessment.Measured;
import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.audit.spend.SpendLine;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.TokenPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AssessorTest {
    private static final SortedSet<String> BOTH = new TreeSet<>(List.of(Units.INCUMBENT, Units.CANDIDATE));

    @Test
    void anEqualCandidateSufficesAndItsSavingCounts() {
        Evidence evidence = evidence(1_500, 1, options(0.05));

        assertEquals(Verdict.SMALLER_SUFFICES, only(evidence).verdict());
        assertEquals(
                Map.of("triage", new Evidence.Cheaper(Units.INCUMBENT, Units.CANDIDATE, 0.75)),
                evidence.cheaper(spent("40")));
    }

    @Test
    void noTaskSavesMoreThanItsIncumbentCost() {
        assertEquals(
                Map.of("triage", new Evidence.Cheaper(Units.INCUMBENT, Units.CANDIDATE, 1)),
                evidence(1_500, 1, options(0.05)).cheaper(spent("7")));
    }

    @Test
    void aWorseCandidateIsNeverChosen() {
        Evidence evidence = evidence(400, 0, options(0.05));

        assertEquals(Verdict.FRONTIER_NEEDED, only(evidence).verdict());
        assertEquals(List.of(), evidence.chosen());
        assertEquals(Map.of(), evidence.cheaper(spent("45")));
    }

    @Test
    void fewUnitsAreUndecidedAndSayWhatTheyWouldTake() {
        Assessment assessment = only(evidence(12, 1, options(0.05)));

        assertEquals(Verdict.UNDECIDED, assessment.verdict());
        Measured measured = Objects.requireNonNull(assessment.measured());
        assertEquals("betting", measured.intervalMethod());
        assertEquals(12, measured.units());
        assertTrue(Objects.requireNonNull(measured.replaysNeeded()).atLeast() >= 1);
    }

    @Test
    void tasksWithoutOutcomesAreUnknownWithoutAnyNumber() {
        Incumbent incumbent = new Incumbent("triage", Units.INCUMBENT, "configured");

        Assessment assessment = new Assessor(options(0.01), Map.of(), new WindowFrames(null, null), null)
                .assess(List.of(incumbent), Map.of())
                .get(0);

        assertEquals(Verdict.UNKNOWN, assessment.verdict());
        assertNull(assessment.measured());
        assertNull(assessment.candidate());
        assertNull(assessment.saving().usd());
    }

    @Test
    void theIncumbentIsTheConfiguredModelElseTheDearestElseByListPrice() {
        AuditOptions configured =
                new AuditOptions(null, null, 0.01, 0.95, null, Map.of("triage", "chosen"), List.of(), List.of());

        assertEquals("chosen", incumbent(configured, spent("1")));
        assertEquals(Units.INCUMBENT, incumbent(options(0.01), spent("1")));
        assertEquals("pricey", incumbent(options(0.01), new SpendLedger(List.of())));
    }

    @Test
    void withoutSpendOrPriceThereIsNoIncumbent() {
        Incumbents rules = new Incumbents(options(0.01), new SpendLedger(List.of()), costs());

        Incumbent incumbent = rules.of("triage", new TreeSet<>(List.of("mystery")));

        assertNull(incumbent.model());
        assertEquals(
                "no calls of this task in the window and no list price for any of its 1 models; name the incumbent with"
                        + " --incumbent or in weighbridge.yaml",
                incumbent.reason());
    }

    private static String incumbent(AuditOptions options, SpendLedger ledger) {
        Incumbent found = new Incumbents(options, ledger, costs())
                .of("triage", new TreeSet<>(List.of("cheap", "mystery", "pricey")));
        return String.valueOf(found.model());
    }

    private static AnswerCosts costs() {
        PriceBook prices = PriceBook.of(List.of(price("cheap", "1", "2"), price("pricey", "10", "30")));
        return new AnswerCosts(new CallPricer(prices), Instant.parse("2026-11-01T00:00:00Z"));
    }

    private static ModelPrice price(String model, String input, String output) {
        return ModelPrice.of(model, null, TokenPrices.of(input, output), "test", LocalDate.parse("2026-11-01"));
    }

    private static Evidence evidence(int units, double candidateScore, AuditOptions options) {
        Assessor assessor = new Assessor(options, Map.of(), new WindowFrames(null, null), null);
        for (int i = 0; i < units; i++) {
            assessor.add(Units.unit("u" + i, 1, candidateScore));
        }
        List<Incumbent> incumbents = List.of(new Incumbent("triage", Units.INCUMBENT, "configured"));
        return new Evidence(
                incumbents,
                assessor.assess(incumbents, Map.of("triage", BOTH)),
                List.of(),
                List.of(),
                List.of(),
                units);
    }

    private static Assessment only(Evidence evidence) {
        assertEquals(1, evidence.assessments().size());
        return evidence.assessments().get(0);
    }

    private static AuditOptions options(double tolerance) {
        return new AuditOptions(null, null, tolerance, 0.95, null, Map.of(), List.of(), List.of());
    }

    private static SpendLedger spent(String usd) {
        BigDecimal amount = new BigDecimal(usd);
        return new SpendLedger(List.of(new SpendLine(
                LocalDate.parse("2026-11-01"),
                null,
                null,
                "triage",
                Units.INCUMBENT,
                new SpendAmount(1, 1, 1, BigDecimal.ZERO, amount, amount, amount, amount, 0, 0, 0))));
    }
}
