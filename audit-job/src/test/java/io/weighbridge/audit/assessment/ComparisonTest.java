package io.weighbridge.audit.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final AuditOptions OPTIONS = AuditOptions.defaults();

    private static final WindowFrames WINDOW =
            new WindowFrames(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"));

    @Test
    void pairedDifferencesGiveTheClusterInterval() {
        List<OutcomeUnit> units = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            units.add(Units.unit("u" + i, 0, i == 0 ? 1 : 0));
        }

        PairEvidence evidence = paired(units);

        // mean 0.1, standard error 0.1, t(0.975; 9) = 2.262157
        assertEquals(0.1, evidence.estimate(), 1e-12);
        assertEquals(-0.1262157, evidence.interval().low(), 1e-7);
        assertEquals("cluster-t", evidence.intervalMethod());
        assertEquals("paired", evidence.sample().status());
        assertTrue(evidence.sample().coversCalls());
    }

    @Test
    void savingsOfPairedUnitsAreExactSums() {
        List<OutcomeUnit> units = List.of(Units.unit("a", 1, 1), Units.unit("b", 1, 0));

        Saving saving = paired(units).saving();

        assertEquals(new BigDecimal("0.040000000000"), saving.usd());
        assertEquals(saving.usd(), saving.lowUsd());
    }

    @Test
    void oneUnknownCostMakesTheSavingUnknown() {
        OutcomeUnit free = Units.unit(
                "a",
                new TreeMap<>(Map.of(
                        Units.INCUMBENT, Units.answer(1, "0.03", new TreeSet<>()),
                        Units.CANDIDATE, Units.answer(1, null, new TreeSet<>()))));

        Saving saving = paired(List.of(free, Units.unit("b", 1, 1))).saving();

        assertNull(saving.usd());
        assertEquals("the cost of an answer of the candidate is not known", saving.basis());
    }

    @Test
    void identicalAnswersRestOnTheConfidenceSequenceAlone() {
        List<OutcomeUnit> units = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            units.add(Units.unit("u" + i, 1, 1));
        }

        PairEvidence evidence = paired(units);

        assertEquals("betting", evidence.intervalMethod());
        assertEquals(evidence.anytime(), evidence.interval());
        assertTrue(evidence.interval().low() > -0.05 && evidence.interval().low() < 0);
    }

    @Test
    void unitsThatOnlyOneModelAnsweredAreCountedAndLeftOut() {
        OutcomeUnit alone =
                Units.unit("alone", new TreeMap<>(Map.of(Units.CANDIDATE, Units.answer(1, "0.01", new TreeSet<>()))));

        PairEvidence evidence = paired(List.of(alone, Units.unit("b", 1, 0)));

        assertEquals(1, evidence.sample().left());
        assertEquals(-1, evidence.estimate());
        assertFalse(new PairedComparison(OPTIONS)
                .compare(List.of(alone), Units.INCUMBENT, Units.CANDIDATE)
                .isPresent());
    }

    @Test
    void replayedDrawsAreWeightedByTheirProbabilities() {
        // A frame of 4: u0 is drawn with q = 0.4 (N q = 1.6), the others with 0.2 (0.8). Ten draws.
        Frame frame = new Frame("replay-1", "triage", 4);
        List<OutcomeUnit> units = List.of(
                Units.unit("u0", 1, 0, draws(frame, 0.4, 0, 1, 2, 3)),
                Units.unit("u1", 1, 1, draws(frame, 0.2, 4, 5, 6)),
                Units.unit("u2", 0, 1, draws(frame, 0.2, 7, 8, 9)));

        PairEvidence evidence = replayed(units, Map.of(frame, 10L));

        // (4 · (−1)/1.6 + 3 · 0 + 3 · 1/0.8) / 10
        assertEquals(0.125, evidence.estimate(), 1e-12);
        assertEquals("replayed", evidence.sample().status());
        assertEquals(3, evidence.sample().units());
        assertEquals(10, evidence.sample().independent());
        // Every answer saves 0.02 USD: Σ 0.02 · 4/(N q) / 10 = 0.02 · (4/1.6 + 6/0.8) · 4 / 10
        assertEquals(0.08, Objects.requireNonNull(evidence.saving().usd()).doubleValue(), 1e-12);
    }

    @Test
    void nightsOfOneFrameFollowEachOtherWithTheirPredictions() {
        // The first night draws alike and predicts nothing, the second predicts half of the loss and −0.125 on average.
        Frame first = new Frame("night-1", "triage", 4);
        Frame second = new Frame("night-2", "triage", 4);
        Outcome.Plan plan = new Outcome.Plan(0.125, -0.5, -0.125);
        FrameDraw[] planned = IntStream.range(0, 6)
                .mapToObj(index -> new FrameDraw(second, index, 0.5, plan))
                .toArray(FrameDraw[]::new);
        List<OutcomeUnit> units = List.of(
                Units.unit("u0", 1, 0, planned),
                Units.unit("u1", 1, 1, draws(first, 0.25, 0, 1, 2)),
                Units.unit("u2", 1, 0, draws(first, 0.25, 3, 4, 5)));

        PairEvidence evidence = replayed(units, Map.of(first, 6L, second, 6L));

        // 0, 0, 0, −1, −1, −1 and six times −0.125 + (−1 + 0.5) / 2
        assertEquals((-3 - 6 * 0.375) / 12, evidence.estimate(), 1e-12);
        assertEquals(12, evidence.sample().independent());
    }

    @Test
    void drawsFromTheFrameOfTheWindowOutrankOthers() {
        Frame month = new Frame("night-1", WINDOW.name("triage"), 4);
        Frame other = new Frame("night-0", "triage", 4);
        List<OutcomeUnit> units = List.of(
                Units.unit(
                        "u0", 1, 0, draws(month, 0.25, LongStream.range(0, 10).toArray())),
                Units.unit(
                        "u1", 1, 1, draws(other, 0.25, LongStream.range(0, 10).toArray())));

        assertEquals(-1, replayed(units, Map.of(month, 10L, other, 10L)).estimate(), 1e-12);
    }

    @Test
    void predictionsThatCannotBeTrueAreNotUsed() {
        Frame frame = new Frame("night-1", "triage", 4);
        FrameDraw[] planned = IntStream.range(0, 12)
                .mapToObj(index -> new FrameDraw(frame, index, 0.25, new Outcome.Plan(0.25, -1, -1)))
                .toArray(FrameDraw[]::new);

        PairEvidence evidence = replayed(List.of(Units.unit("u0", 0, 1, planned)), Map.of(frame, 12L));

        assertEquals(
                1, evidence.estimate(), 1e-12, "a difference of 1 was predicted to be −1: y(a) was another one then");
    }

    @Test
    void aUnitStandsForTheCallsOfItsDraws() {
        Frame frame = new Frame("replay-1", "triage", 4);
        OutcomeUnit twice = Units.unit("u0", 1, 0, draws(frame, 0.4, 0, 1));

        // 2 draws of 10, each worth 1 / (10 · 0.4)
        assertEquals(0.5, twice.weight(Map.of(frame.population(), 10L)), 1e-15);
        assertEquals(1, Units.unit("u1", 1, 0).weight(Map.of()));
    }

    @Test
    void aReplayOfWhichManyAnswersAreMissingIsNoEvidence() {
        Frame frame = new Frame("replay-1", "triage", 4);
        List<OutcomeUnit> units = List.of(Units.unit("u0", 1, 0, draws(frame, 0.4, 0, 1, 2, 3)));

        assertFalse(new ReplayComparison(OPTIONS, Map.of(frame, 10L), WINDOW)
                .compare(units, Units.INCUMBENT, Units.CANDIDATE)
                .isPresent());
    }

    private static FrameDraw[] draws(Frame frame, double probability, long... indexes) {
        return Arrays.stream(indexes)
                .mapToObj(index -> new FrameDraw(frame, index, probability))
                .toArray(FrameDraw[]::new);
    }

    private static PairEvidence paired(List<OutcomeUnit> units) {
        return new PairedComparison(OPTIONS)
                .compare(units, Units.INCUMBENT, Units.CANDIDATE)
                .orElseThrow();
    }

    private static PairEvidence replayed(List<OutcomeUnit> units, Map<Frame, Long> draws) {
        return new ReplayComparison(OPTIONS, draws, WINDOW)
                .compare(units, Units.INCUMBENT, Units.CANDIDATE)
                .orElseThrow();
    }
}
