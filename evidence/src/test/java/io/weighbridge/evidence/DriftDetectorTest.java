package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftDetectorTest {
    private static final double TOLERANCE = 0.01;
    private static final double SHADOW_SHARE = 0.2;
    private static final double SMALLEST_LOSS = -1 / SHADOW_SHARE;

    @Test
    void theFirstObservationMovesTheMeanOfTheBets() {
        DriftDetector detector = new DriftDetector(0.5, -0.5, 1000);
        double expected = 0;
        for (double fraction : WealthProcess.fractions()) {
            expected += (1 + fraction * 0.25) / WealthProcess.fractions().length;
        }

        assertFalse(detector.add(0.75));
        assertEquals(expected, detector.evidence(), 1e-12);
        assertEquals(1, detector.observations());
    }

    @Test
    void atTheToleranceAnAlarmIsRarerThanTheRunLengthPromises() {
        int early = Worlds.misses(400, random -> {
            DriftDetector detector = new DriftDetector(TOLERANCE, SMALLEST_LOSS, 20_000);
            return runs(detector, random, 5_000, TOLERANCE);
        });

        // By Markov's inequality on the e-detector at most a quarter alarm before a quarter of the run length.
        assertTrue(early <= 123, early + " of 400 alarmed");
    }

    @Test
    void aJumpAfterTenThousandGoodCallsIsFoundAndADetectorThatNeverRestartsMissesIt() {
        int found = Worlds.misses(100, random -> {
            DriftDetector detector = new DriftDetector(TOLERANCE, SMALLEST_LOSS, 20_000);
            runs(detector, random, 10_000, 0);
            return runs(detector, random, 20_000, 0.08);
        });
        int foundWithoutRestart = Worlds.misses(100, random -> {
            BettingSequence sequence = BettingSequence.over(new Interval(SMALLEST_LOSS, -SMALLEST_LOSS), TOLERANCE);
            for (int i = 0; i < 30_000; i++) {
                sequence.add(pseudoLoss(random, i < 10_000 ? -0.04 : 0.08));
            }
            return sequence.pValueMeanAtMost(TOLERANCE) <= 1 / 20_000.0;
        });

        assertTrue(found >= 90, "found " + found);
        assertTrue(foundWithoutRestart < found, "without restarts " + foundWithoutRestart);
    }

    @Test
    void anAlarmStaysUntilItIsReset() {
        DriftDetector detector = new DriftDetector(TOLERANCE, -1, 10);
        while (!detector.add(1)) {
            assertTrue(detector.observations() < 100);
        }
        assertTrue(detector.add(-1));
        detector.reset();
        assertFalse(detector.isAlarmed());
        assertEquals(0, detector.observations());
    }

    @Test
    void impossibleLossesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DriftDetector(0.01, 0.02, 100));
        assertThrows(IllegalArgumentException.class, () -> new DriftDetector(0.01, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DriftDetector(0.01, -1, 100).add(-2));
        assertThrows(IllegalArgumentException.class, () -> new DriftDetector(0.01, -1, 100).add(Double.NaN));
    }

    private static boolean runs(DriftDetector detector, SplittableRandom random, int calls, double loss) {
        for (int i = 0; i < calls; i++) {
            if (detector.add(pseudoLoss(random, loss))) {
                return true;
            }
        }
        return false;
    }

    /** Of a shadowed call its loss over the share, of the others 0: unbiased. */
    private static double pseudoLoss(SplittableRandom random, double loss) {
        double drawn = Worlds.threeValued(random.nextDouble(), 0.16, loss);
        return random.nextDouble() < SHADOW_SHARE ? drawn / SHADOW_SHARE : 0;
    }
}
