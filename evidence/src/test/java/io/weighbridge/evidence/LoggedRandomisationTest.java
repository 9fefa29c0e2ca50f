package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import io.weighbridge.evidence.LoggedRandomisation.Action;
import io.weighbridge.evidence.LoggedRandomisation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LoggedRandomisationTest {
    @Test
    void eachCallContributesItsPredictionsAndItsWeightedResidual() {
        // 0.6 − 0.8 + (1 − 0.6)/0.25, 0.6 − 0.8 − (0 − 0.8)/0.5, 0.5 − 0.5
        List<Call> calls = List.of(
                new Call(Action.CANDIDATE, 1.0, 0.25, 0.5, 0.6, 0.8),
                new Call(Action.INCUMBENT, 0.0, 0.25, 0.5, 0.6, 0.8),
                new Call(Action.OTHER, null, 0.25, 0.5, 0.5, 0.5));
        LoggedRandomisation log = LoggedRandomisation.of(calls, Clustering.independent(3), 0.1);

        BettingInference engine = log.anytime("");
        assertEquals(1, engine.pValueMeanAtMost(1.4), 0.2, "φ = 1.4, 1.4, 0 in ±11");
        // w_k y − w_a y: 4, 0, 0; weighted means 4/4 and 0
        assertEquals(4 / 3.0, log.inversePropensityWeighting(), 1e-15);
        assertEquals(1, log.selfNormalised(), 1e-15);
        assertEquals(1, log.effectiveSampleSize(), 1e-15);
        assertInstanceOf(Refused.class, log.fixedLook(0.95));
    }

    @Test
    void callsWithoutOverlapWidenTheIntervalByTheirShare() {
        List<Call> calls = List.of(
                new Call(Action.CANDIDATE, 1.0, 0.5, 0.5, 0, 0),
                new Call(Action.INCUMBENT, 1.0, 0.5, 0.5, 0, 0),
                new Call(Action.INCUMBENT, 1.0, 0.5, 0.5, 0, 0),
                new Call(Action.INCUMBENT, 1.0, 0, 1, 0, 0));
        LoggedRandomisation log = LoggedRandomisation.of(calls, Clustering.independent(4), 0.05);

        assertEquals(0.25, log.excludedShare());
        Interval all = log.overAllCalls(new Interval(-0.1, 0.2));
        assertEquals(-0.325, all.low(), 1e-15);
        assertEquals(0.4, all.high(), 1e-15);
    }

    @Test
    void whatIsNoPropensityIsRefused() {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> new Call(Action.CANDIDATE, 1.0, 0.8, 0.5, 0, 0));
        assertEquals("propensities: must add up to at most 1, were 0.8 and 0.5", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Call(Action.CANDIDATE, null, 0.5, 0.5, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Call(Action.CANDIDATE, 2.0, 0.5, 0.5, 0, 0));
    }

    /** Hard calls are sent to the candidate rarely, and it loses on them; some drawn candidates fall back to the incumbent. */
    @Test
    void itCoversAndTheFallbackLoggedAsTheActionDoesNot() {
        int misses = Worlds.misses(4_000, random -> misses(random, false));
        int brokenMisses = Worlds.misses(4_000, random -> misses(random, true));

        assertTrue(misses >= 120 && misses <= 280, "missed " + misses);
        assertTrue(brokenMisses > 280, "a fallback logged as the action must be caught, missed " + brokenMisses);
    }

    private static boolean misses(SplittableRandom random, boolean logsTheFallback) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            boolean hard = random.nextInt(4) == 0;
            double candidatePropensity = hard ? 0.2 : 0.6;
            boolean drawn = random.nextDouble() < candidatePropensity;
            boolean right = random.nextDouble() < (hard && drawn ? 0.5 : 0.9);
            // A candidate that would have been wrong on a hard call times out: the incumbent serves, right or wrong as
            // ever.
            boolean fallsBack = drawn && hard && !right;
            Action action = drawn && !(logsTheFallback && fallsBack) ? Action.CANDIDATE : Action.INCUMBENT;
            double quality = fallsBack ? (logsTheFallback ? 1 : 0) : right ? 1 : 0;
            calls.add(new Call(action, quality, candidatePropensity, 1 - candidatePropensity, 0.8, 0.9));
        }
        Estimate estimate = assertInstanceOf(
                Estimate.class,
                LoggedRandomisation.of(calls, Clustering.independent(calls.size()), 0.05)
                        .fixedLook(0.95));
        return !estimate.interval().contains(-0.1);
    }
}
