package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BettingSequenceTest {
    private static final Interval QUALITY_DIFFERENCES = new Interval(-1, 1);

    @Test
    void oneWinMultipliesEachBetByItsStake() {
        BettingInference oneWin = new BettingInference(QUALITY_DIFFERENCES, new double[] {1});

        // 1 + mean(c), with c = 0.005 … 0.9 in 24 equal ratios
        assertEquals(1 / 1.1847228380770165, oneWin.pValueMeanAtMost(0), 1e-12);
        assertEquals(1, oneWin.pValueMeanAtLeast(0));
    }

    @Test
    void pValueKeepsTheLargestWealth() {
        // wealth about the mean 0.1 is 1.1511, 1.0089, 1.0338
        BettingInference path = new BettingInference(QUALITY_DIFFERENCES, new double[] {1, -0.5, 0.25});

        assertEquals(1 / 1.1511368675175593, path.pValueMeanAtMost(0.1), 1e-12);
    }

    @Test
    void gridAndBisectionAgreeAndTheGridIsNeverNarrower() {
        double[] increments = threeValued(3_000, 0.05, 7);
        BettingSequence grid = BettingSequence.withSteps(QUALITY_DIFFERENCES, 400);
        for (double increment : increments) {
            grid.add(increment);
        }

        Interval coarse = grid.interval(0.95);
        Interval fine = new BettingInference(QUALITY_DIFFERENCES, increments).interval(0.95);

        assertTrue(coarse.low() <= fine.low() && fine.high() <= coarse.high(), coarse + " around " + fine);
        assertTrue(coarse.width() - fine.width() <= 2 * 0.005, coarse + " around " + fine);
    }

    @Test
    void appendingIsExactAtTheEndsOfTheParts() {
        double[] increments = threeValued(1_000, 0.1, 3);
        BettingSequence whole = BettingSequence.over(QUALITY_DIFFERENCES, 0);
        BettingSequence night1 = BettingSequence.over(QUALITY_DIFFERENCES, 0);
        BettingSequence night2 = BettingSequence.over(QUALITY_DIFFERENCES, 0);
        for (int i = 0; i < increments.length; i++) {
            whole.add(increments[i]);
            (i < 437 ? night1 : night2).add(increments[i]);
        }

        night1.append(night2);

        assertEquals(1_000, night1.increments());
        // The path inside the second night is unknown, so that the evidence is never larger than that of the whole.
        assertTrue(night1.pValueMeanAtMost(0) >= whole.pValueMeanAtMost(0) * (1 - 1e-9));
        double end = endWealth(increments);
        assertTrue(1 / night1.pValueMeanAtMost(0) >= end * (1 - 1e-9), "the end of the merged sequence counts");
    }

    @Test
    void overwhelmingEvidenceStaysFinite() {
        BettingSequence sequence = BettingSequence.over(QUALITY_DIFFERENCES, 0);
        for (int i = 0; i < 100_000; i++) {
            sequence.add(1);
        }

        double pValue = sequence.pValueMeanAtMost(0);

        assertTrue(pValue > 0 && pValue < 1e-200, "was " + pValue);
        assertEquals(1, sequence.pValueMeanAtLeast(0));
    }

    @Test
    void withoutDataNothingIsKnown() {
        assertEquals(QUALITY_DIFFERENCES, new BettingInference(QUALITY_DIFFERENCES, new double[0]).interval(0.95));
        assertEquals(
                QUALITY_DIFFERENCES,
                BettingSequence.withSteps(QUALITY_DIFFERENCES, 10).interval(0.95));
    }

    @Test
    void signsSwap() {
        double[] increments = threeValued(500, 0.1, 5);
        double[] negated = increments.clone();
        for (int i = 0; i < negated.length; i++) {
            negated[i] = -negated[i];
        }

        Interval interval = new BettingInference(QUALITY_DIFFERENCES, increments).interval(0.9);
        Interval mirrored = new BettingInference(QUALITY_DIFFERENCES, negated).interval(0.9);

        assertEquals(-interval.low(), mirrored.high());
        assertEquals(-interval.high(), mirrored.low());
    }

    @Test
    void refusesIncrementsOutsideTheDeclaredRange() {
        BettingSequence sequence = BettingSequence.over(QUALITY_DIFFERENCES, 0);

        Exception refused = assertThrows(IllegalArgumentException.class, () -> sequence.add(1.5));

        assertEquals("increment: must be in the declared range [-1.0, 1.0], was 1.5", refused.getMessage());
    }

    @Test
    void refusesMeansThatAreNotOnTheGrid() {
        BettingSequence sequence = BettingSequence.over(QUALITY_DIFFERENCES, 0);

        Exception refused = assertThrows(IllegalArgumentException.class, () -> sequence.pValueMeanAtMost(0.25));

        assertEquals("mean: must be on the grid, was 0.25", refused.getMessage());
    }

    private static double endWealth(double[] increments) {
        WealthProcess process = WealthProcess.againstAtMost(0, new Interval(-2, 2));
        for (double increment : increments) {
            process.add(increment);
        }
        return process.wealth();
    }

    /** Values −1, 0 and 1 with 20 % discordant and the given mean. */
    private static double[] threeValued(int length, double mean, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(length).map(u -> Worlds.threeValued(u, 0.2, mean)).toArray();
    }
}
