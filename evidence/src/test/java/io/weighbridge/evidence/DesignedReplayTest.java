package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DesignedReplayTest {
    private static final Interval RANGE = new Interval(-1, 1);

    @Test
    void eachDrawIsDividedByItsRelativeProbability() {
        DesignedReplay replay = DesignedReplay.of(new double[] {1, -0.5, 0}, RANGE, new double[] {2, 0.5, 1}, 0.5);

        assertArrayEquals(new double[] {0.5, -1, 0}, replay.increments());
        assertEquals(new Interval(-2, 2), replay.range());
    }

    @Test
    void predictionsMoveTheMeanIntoTheFrame() {
        DesignedReplay replay = DesignedReplay.withPredictions(
                new double[] {-1, 0}, new double[] {-0.5, 0.25}, -0.1, new double[] {1, 0.5}, 0.5);

        // −0.1 + (−1 + 0.5)/1, −0.1 + (0 − 0.25)/0.5
        assertArrayEquals(new double[] {-0.6, -0.6}, replay.increments(), 1e-15);
        assertEquals(new Interval(-2.1, 1.9), replay.range());
    }

    @Test
    void theExpectedIncrementIsTheMeanOfTheFrameWhateverThePredictions() {
        double[] differences = {1, 0, -1, -1};
        double[] predictions = {0.2, 0, -0.7, 0};
        double[] probabilities = {0.4, 0.3, 0.15, 0.15};
        double expected = 0;
        for (int call = 0; call < 4; call++) {
            double z = DesignedReplay.withPredictions(
                            new double[] {differences[call]},
                            new double[] {predictions[call]},
                            -0.125,
                            new double[] {4 * probabilities[call]},
                            0.5)
                    .increments()[0];
            expected += probabilities[call] * z;
        }

        assertEquals(-0.25, expected, 1e-15);
    }

    @Test
    void framesCombineInRoundsByTheirSizes() {
        DesignedReplay large = DesignedReplay.of(new double[] {1, 0, -1, 1, 1}, RANGE, filled(5, 1), 1);
        DesignedReplay small = DesignedReplay.of(new double[] {-1, 0}, RANGE, filled(2, 0.5), 0.5);

        DesignedReplay both = DesignedReplay.inRounds(List.of(large, small), new long[] {300, 100});

        // ¾ · (1 + 0)/2 + ¼ · (−2) and ¾ · (−1 + 1)/2 + ¼ · 0; the fifth draw is left over
        assertArrayEquals(new double[] {-0.125, 0}, both.increments(), 1e-15);
        assertEquals(new Interval(-1.25, 1.25), both.range());
    }

    @Test
    void refusesDrawsRarerThanTheDesignAllows() {
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> DesignedReplay.of(new double[] {1}, RANGE, new double[] {0.4}, 0.5));

        assertEquals("N·q: must be at least the declared 0.5, was 0.4 at draw 0", refused.getMessage());
    }

    @Test
    void nineDrawsAreRefused() {
        DesignedReplay replay = DesignedReplay.of(new double[9], RANGE, filled(9, 1), 1);

        assertEquals(new IntervalEstimate.Refused("9 draws, at least 10 are needed"), replay.fixedLook(0.95));
    }

    @Test
    void unequalDrawsCoverTheFrameAndForgettingTheirProbabilitiesDoesNot() {
        int misses = Worlds.misses(4_000, random -> {
            Sample sample = new Frame().draw(random, 600);
            Estimate look = assertInstanceOf(Estimate.class, sample.replay().fixedLook(0.95));
            return !look.interval().contains(Frame.MEAN);
        });
        int brokenMisses = Worlds.misses(4_000, random -> {
            Sample sample = new Frame().draw(random, 600);
            DesignedReplay uniform = DesignedReplay.of(sample.differences, RANGE, filled(600, 1), 1);
            Estimate look = assertInstanceOf(Estimate.class, uniform.fixedLook(0.95));
            return !look.interval().contains(Frame.MEAN);
        });

        assertTrue(misses >= 120 && misses <= 280, "missed " + misses);
        assertTrue(brokenMisses > 280, "forgotten probabilities must be caught, missed " + brokenMisses);
    }

    @Test
    void theEngineCoversTheFrameAtEveryLook() {
        int misses = Worlds.misses(1_000, random -> {
            BettingInference engine = new Frame().draw(random, 1_200).replay().anytime();
            return !engine.interval(0.95).contains(Frame.MEAN);
        });

        assertTrue(misses <= 67, "missed " + misses);
    }

    /** 1,000 calls: 900 easy ones of which 3 % lose, 100 hard ones of which 30 % lose; hard ones are drawn more often. */
    private static final class Frame {
        static final double MEAN = -(27 + 30) / 1_000.0;
        private static final double EASY = 0.5 + 0.5 * 0.5;
        private static final double HARD = 0.5 + 0.5 * 5.5;

        Sample draw(SplittableRandom random, int draws) {
            Sample sample = new Sample(new double[draws], new double[draws]);
            for (int i = 0; i < draws; i++) {
                boolean hard = random.nextDouble() < 100 * HARD / 1_000;
                int call = hard ? random.nextInt(100) : random.nextInt(900);
                sample.differences[i] = call < (hard ? 30 : 27) ? -1 : 0;
                sample.relativeProbabilities[i] = hard ? HARD : EASY;
            }
            return sample;
        }
    }

    private static final class Sample {
        private final double[] differences;
        private final double[] relativeProbabilities;

        Sample(double[] differences, double[] relativeProbabilities) {
            this.differences = differences;
            this.relativeProbabilities = relativeProbabilities;
        }

        DesignedReplay replay() {
            return DesignedReplay.of(differences, RANGE, relativeProbabilities, 0.5);
        }
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
