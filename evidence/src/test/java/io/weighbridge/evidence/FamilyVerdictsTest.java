package io.weighbridge.evidence;

import static io.weighbridge.evidence.Verdict.FRONTIER_NEEDED;
import static io.weighbridge.evidence.Verdict.SMALLER_SUFFICES;
import static io.weighbridge.evidence.Verdict.UNDECIDED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.FamilyVerdicts.PValues;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FamilyVerdictsTest {
    private static final int PAIRS = 20;
    private static final double TOLERANCE = 0.05;

    private static final Interval UNITS = new Interval(-1, 1);

    @Test
    void holmStepsDownAndStopsAtTheFirstFailure() {
        assertArrayEquals(new boolean[] {true, true, true}, Holm.rejections(new double[] {0.03, 0.01, 0.02}, 0.05));
        assertArrayEquals(new boolean[] {false, true, false}, Holm.rejections(new double[] {0.03, 0.01, 0.04}, 0.05));
        assertArrayEquals(new boolean[] {}, Holm.rejections(new double[] {}, 0.05));
    }

    @Test
    void eachFamilyIsTestedAtHalfTheLevel() {
        List<PValues> family = List.of(
                new PValues(0.0124, 1), // 0.025 / 2
                new PValues(1, 0.0124),
                PValues.NO_DATA);

        assertEquals(
                List.of(UNDECIDED, UNDECIDED, UNDECIDED),
                FamilyVerdicts.of(family, 0.95),
                "0.025 / 3 is the first bar");
        assertEquals(List.of(SMALLER_SUFFICES, FRONTIER_NEEDED), FamilyVerdicts.of(family.subList(0, 2), 0.95));
    }

    @Test
    void contradictoryRejectionsDecideNothing() {
        assertEquals(List.of(UNDECIDED), FamilyVerdicts.of(List.of(new PValues(0.001, 0.001)), 0.95));
    }

    @Test
    void anyWrongVerdictOverTwentyPairsIsRareAndWithoutHolmItIsNot() {
        int misses = Worlds.misses(
                1_000,
                random -> FamilyVerdicts.of(boundaryFamily(random), 0.95).stream()
                        .anyMatch(verdict -> verdict != UNDECIDED));
        int brokenMisses = Worlds.misses(
                1_000,
                random -> boundaryFamily(random).stream()
                        .anyMatch(pair -> FamilyVerdicts.of(List.of(pair), 0.95).get(0) != UNDECIDED));

        assertTrue(misses <= 67, "missed " + misses);
        assertTrue(brokenMisses > 67, "twenty separate tests must be caught, missed " + brokenMisses);
    }

    @Test
    void replaysNeededAreARangeBetweenTheEndsOfTheInterval() {
        // 2 ln(2·10/0.05) · 0.4² = 1.91725; over 0.04² and 0.02²; 1,000 are made
        assertEquals(
                new ReplaysNeeded(199, 3_794L),
                ReplaysNeeded.toDecide(new Interval(0.01, 0.03), 0.4, UNITS, 0.01, 10, 0.95, 1_000));
    }

    @Test
    void alikeIncrementsNeedAsManyReplaysAsTheLargestStakeTakes() {
        ReplaysNeeded needed =
                ReplaysNeeded.toDecide(new Interval(0.04, 0.04), 0.1, new Interval(-2, 2), 0.01, 1, 0.95, 0);

        // 0.05 / 0.01 is above 0.9 / 1.99 = 0.45226: ln(40) / (0.45226 · 0.05 − 0.45226² · 0.01 / 2) = 170.86
        assertEquals(new ReplaysNeeded(171, 171L), needed);
    }

    @Test
    void noNumberOfReplaysIsEnoughOnTheBoundary() {
        ReplaysNeeded needed = ReplaysNeeded.toDecide(new Interval(-0.03, 0.05), 0.4, UNITS, 0.01, 1, 0.95, 0);

        // 2 ln(40) · 0.16 / 0.06² = 327.9
        assertEquals(new ReplaysNeeded(328, null), needed);
    }

    @Test
    void refusesPValuesAboveOne() {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> new PValues(1.5, 0));

        assertEquals("p-values: must be in [0, 1], were 1.5 and 0.0", refused.getMessage());
    }

    /** Twenty pairs that sit exactly on the tolerance, where every verdict is arbitrary; one Bernoulli stream each. */
    private static List<PValues> boundaryFamily(SplittableRandom random) {
        List<PValues> family = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            double[] differences = Worlds.threeValued(random, 400, 0.5, -TOLERANCE);
            BettingInference inference = new BettingInference(new Interval(-1, 1), differences);
            family.add(new PValues(inference.pValueMeanAtMost(-TOLERANCE), inference.pValueMeanAtLeast(-TOLERANCE)));
        }
        return family;
    }
}
