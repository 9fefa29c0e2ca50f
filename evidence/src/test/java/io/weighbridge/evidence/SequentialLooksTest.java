package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sixty nightly looks at a candidate that loses exactly the tolerance. */
class SequentialLooksTest {
    private static final double TOLERANCE = 0.02;
    private static final int NIGHTS = 60;
    private static final int DRAWS_A_NIGHT = 50;
    private static final int MOST_MISSES_IN_1000 = 67;
    private static final Interval RANGE = new Interval(-1, 1);

    @Test
    void sixtyLooksAtTheBoundaryRarelyClearACandidate() {
        int misses = Worlds.misses(1_000, random -> {
            double[] draws = boundaryWorld(random);
            return new BettingInference(RANGE, draws).pValueMeanAtMost(-TOLERANCE) <= 0.05;
        });
        int brokenMisses = Worlds.misses(1_000, random -> aStudentTestEachNightClears(boundaryWorld(random)));

        assertTrue(misses <= MOST_MISSES_IN_1000, "missed " + misses);
        assertTrue(brokenMisses > MOST_MISSES_IN_1000, "peeking must be caught, missed " + brokenMisses);
    }

    @Test
    void theSequenceCoversAtEveryLook() {
        int misses = Worlds.misses(1_000, random -> {
            BettingInference sequence = new BettingInference(RANGE, boundaryWorld(random));
            return !sequence.interval(0.95).contains(-TOLERANCE);
        });

        assertTrue(misses <= MOST_MISSES_IN_1000, "missed " + misses);
    }

    @Test
    void afterSixtyNightsTheSequenceIsAtMostTwiceAndAFifthAsWideAsOneLook() {
        double[] ratios = new double[40];
        SplittableRandom seeds = new SplittableRandom(1);
        for (int world = 0; world < ratios.length; world++) {
            double[] draws = boundaryWorld(seeds.split());
            double width = new BettingInference(RANGE, draws).interval(0.95).width();
            ratios[world] = width / fixedLook(draws).width();
        }
        Arrays.sort(ratios);

        assertTrue(ratios[20] <= 2.2, "median ratio of widths was " + ratios[20]);
    }

    private static double[] boundaryWorld(SplittableRandom random) {
        return Worlds.threeValued(random, NIGHTS * DRAWS_A_NIGHT, 0.16, -TOLERANCE);
    }

    private static boolean aStudentTestEachNightClears(double[] draws) {
        for (int night = 1; night <= NIGHTS; night++) {
            double[] seen = Arrays.copyOf(draws, night * DRAWS_A_NIGHT);
            if (fixedLookAt90(seen).low() > -TOLERANCE) {
                return true;
            }
        }
        return false;
    }

    private static Interval fixedLook(double[] draws) {
        return interval(draws, 0.95);
    }

    /** Its low end alone has level 0.05. */
    private static Interval fixedLookAt90(double[] draws) {
        return interval(draws, 0.90);
    }

    private static Interval interval(double[] draws, double confidence) {
        IntervalEstimate look = PairedDifference.of(draws, Clustering.independent(draws.length), confidence);
        return look instanceof Estimate estimate ? estimate.interval() : RANGE;
    }
}
