package io.weighbridge.audit.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.assessment.OutcomeUnit.Drawn;
import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.evidence.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A router that draws one of two models: the large one is right on 90 % of the calls, the small one on 70 %. */
class LoggedComparisonTest {
    private static final AuditOptions OPTIONS =
            new AuditOptions(null, null, 0.05, 0.95, null, Map.of(), List.of(), List.of());

    @Test
    void randomRoutingTellsTheDifferenceOfModelsThatNeverAnsweredTheSameCall() {
        PairEvidence evidence = compare(units(2_000, 0.5, 0)).orElseThrow();

        assertEquals("overlap", evidence.sample().status());
        assertEquals(2_000, evidence.sample().units());
        // Five standard errors: 5 · √((0.21 + 0.09) / 0.5 / 2000)
        assertEquals(-0.2, evidence.estimate(), 0.09);
        assertTrue(evidence.interval().contains(-0.2), evidence.interval().toString());
        assertTrue(evidence.anytime().contains(-0.2), evidence.anytime().toString());
        assertTrue(evidence.pValues().losesLess() < 0.025 || evidence.pValues().losesMore() < 0.025);
    }

    @Test
    void verdictsOnLogsAreVerdicts() {
        Assessor assessor = new Assessor(OPTIONS, Map.of(), new WindowFrames(null, null), null);
        units(4_000, 0.5, 0).forEach(assessor::add);

        List<Assessment> assessments = assessor.assess(
                List.of(new Incumbent("triage", Units.INCUMBENT, "configured")),
                Map.of("triage", new TreeSet<>(List.of(Units.INCUMBENT, Units.CANDIDATE))));

        assertEquals(Verdict.FRONTIER_NEEDED, assessments.get(0).verdict());
        assertEquals(List.of(), assessor.slices(assessments));
    }

    @Test
    void aLogWithoutRandomnessTellsNothing() {
        assertFalse(compare(units(2_000, 1, 0)).isPresent());
    }

    @Test
    void callsThatCouldNotHaveGoneToTheOtherModelWidenTheInterval() {
        PairEvidence all = compare(units(4_000, 0.5, 0)).orElseThrow();
        PairEvidence some = compare(units(4_000, 0.5, 10)).orElseThrow();

        assertEquals(400, some.sample().left());
        assertTrue(some.interval().width() > all.interval().width() + 0.19, some.interval() + " and " + all.interval());
    }

    private static Optional<PairEvidence> compare(List<OutcomeUnit> units) {
        return new LoggedComparison(OPTIONS).compare(units, Units.INCUMBENT, Units.CANDIDATE);
    }

    /** @param fixedEvery every so many-th call always goes to the incumbent; 0 is none */
    private static List<OutcomeUnit> units(int count, double incumbentPropensity, int fixedEvery) {
        SplittableRandom random = new SplittableRandom(20261123);
        List<OutcomeUnit> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double propensity = fixedEvery > 0 && i % fixedEvery == 0 ? 1 : incumbentPropensity;
            boolean incumbent = random.nextDouble() < propensity;
            boolean right = random.nextDouble() < (incumbent ? 0.9 : 0.7);
            String model = incumbent ? Units.INCUMBENT : Units.CANDIDATE;
            Drawn drawn = new Drawn(model, incumbent ? propensity : 1 - propensity, 2);
            TreeMap<String, Answer> answers = new TreeMap<>();
            answers.put(model, Units.answer(right ? 1 : 0, "0.01", new TreeSet<>()));
            units.add(new OutcomeUnit(
                    "u" + i,
                    "triage",
                    "unit:u" + i,
                    new UnitCall(null, null, null, null, model, drawn),
                    null,
                    null,
                    null,
                    null,
                    answers));
        }
        return units;
    }
}
