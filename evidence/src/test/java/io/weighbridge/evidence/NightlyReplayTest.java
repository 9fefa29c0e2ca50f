package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Designs, what they are learned from, and draws under a cap. */
class NightlyReplayTest {
    @Test
    void drawsGoWhereDifferencesSpreadMostForTheirCost() {
        // s = 0.2/√1, 0.2/√4, 0 → 0.2, 0.1, 0; q = 1/6 + ½ · s/0.3
        ReplayDesign design = ReplayDesign.of(new double[] {0.2, 0.2, 0}, new double[] {1, 4, 1}, 0.5);

        assertEquals(0.5, design.probability(0), 1e-15);
        assertEquals(1 / 3.0, design.probability(1), 1e-15);
        assertEquals(1 / 6.0, design.probability(2), 1e-15);
        assertEquals(0.5, design.smallestRelativeProbability());
        assertEquals(0, design.call(0.4999));
        assertEquals(1, design.call(0.5001));
        assertEquals(2, design.call(0.9999));
    }

    @Test
    void whereNothingSpreadsEveryCallIsDrawnAlike() {
        ReplayDesign design = ReplayDesign.of(new double[2], new double[] {1, 5}, 0.5);

        assertEquals(1, design.relativeProbability(1));
        assertEquals(1, design.smallestRelativeProbability());
    }

    @Test
    void probabilitiesAddUpToOneAndNoneIsBelowTheFloor() {
        SplittableRandom random = new SplittableRandom(1);
        double[] deviations = random.doubles(1_000).toArray();
        double[] costs = random.doubles(1_000, 0.01, 50).toArray();
        ReplayDesign design = ReplayDesign.of(deviations, costs, 0.5);

        assertEquals(
                1, IntStream.range(0, 1_000).mapToDouble(design::probability).sum(), 1e-12);
        assertTrue(IntStream.range(0, 1_000).allMatch(call -> design.relativeProbability(call) >= 0.5));
    }

    @Test
    void drawsEndAtTheFirstThatTheCapCannotPayAndPaidCallsAreFree() {
        ReplayDesign design = ReplayDesign.uniform(2);
        double[] costs = {1, 10};
        SplittableRandom random = new SplittableRandom(3);
        int[] unbounded = design.drawsWithin(100, costs, 50, new BitSet(), new SplittableRandom(3));
        int firstDear = IntStream.range(0, 50)
                .filter(draw -> unbounded[draw] == 1)
                .findFirst()
                .orElseThrow();

        int[] draws = design.drawsWithin(5, costs, 50, new BitSet(), random);

        assertArrayEquals(Arrays.copyOf(unbounded, firstDear), draws);
        BitSet paid = new BitSet();
        paid.set(1);
        assertEquals(50, design.drawsWithin(1, costs, 50, paid, random).length);
    }

    @Test
    void whatCannotBeADesignIsRefused() {
        Exception refused = assertThrows(
                IllegalArgumentException.class, () -> ReplayDesign.of(new double[] {0.1}, new double[] {0}, 0.5));
        assertEquals(
                "deviation and cost: must be finite, at least 0 and above 0, were 0.1 and 0.0 at call 0",
                refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> ReplayDesign.of(new double[] {0.1}, new double[] {1}, 0));
    }

    @Test
    void momentsOfAStratumAreShrunkTowardsThoseOfAll() {
        ShrunkenMoments moments = new ShrunkenMoments(2);
        assertEquals(0, moments.mean(0));
        for (int i = 0; i < 10; i++) {
            moments.add(0, 1, 1);
            moments.add(1, 0, 1);
        }
        // (10·1 + 10·0.5) / 20
        assertEquals(0.75, moments.mean(0), 1e-15);
        assertEquals(0.25, moments.mean(1), 1e-15);
        // ten deviations of 0.25, one observation's worth of (20 · 0.25 + 0.25) / 21 = 0.25 and one of 0.5²
        assertEquals(Math.sqrt((10 * 0.0625 + 0.25 + 0.25) / 12), moments.deviation(0), 1e-12);
    }

    @Test
    void aFirstNightIsUniformAndWithoutPredictions() {
        NightlyReplay.Night first = NightlyReplay.of(new double[] {1, 0}, new int[] {0, 1}, new double[] {1, 9})
                .next();

        assertEquals(1, first.design().relativeProbability(1));
        assertArrayEquals(new double[2], first.predictions());
    }

    @Test
    void laterNightsPredictFromEarlierOnesAlone() {
        double[] incumbent = new double[100];
        int[] strata = new int[100];
        for (int call = 0; call < 100; call++) {
            incumbent[call] = 1;
            strata[call] = call % 2;
        }
        NightlyReplay replay = NightlyReplay.of(incumbent, strata, filled(100, 1));
        int[] draws = IntStream.range(0, 100).toArray();
        // The candidate is always right on even calls and never on odd ones.
        double[] differences =
                IntStream.range(0, 100).mapToDouble(call -> -(call % 2)).toArray();
        replay.add(replay.next(), draws, differences, filled(100, 1));

        NightlyReplay.Night second = replay.next();

        // Means of 50, shrunk by ten: (50·0 + 10·(−0.5)) / 60 and (−50 − 5) / 60
        assertEquals(-5 / 60.0, second.predictions()[0], 1e-12);
        assertEquals(-55 / 60.0, second.predictions()[1], 1e-12);
        assertEquals(-0.5, second.meanPrediction(), 1e-12);
        assertEquals(
                -0.5, Arrays.stream(replay.evidence().increments()).average().orElseThrow(), 1e-12);
    }

    @Test
    void expectedCostsThatProveWorthlessStopSteering() {
        SplittableRandom random = new SplittableRandom(8);
        double[] expected = random.doubles(400, 1, 100).toArray();
        NightlyReplay trusting = NightlyReplay.of(filled(400, 1), new int[400], expected);
        NightlyReplay disappointed = NightlyReplay.of(filled(400, 1), new int[400], expected);
        int[] draws = IntStream.range(0, 400).toArray();
        double[] differences = draws(random);
        trusting.add(trusting.next(), draws, differences, expected);
        disappointed.add(disappointed.next(), draws, differences, filled(400, 7));

        assertTrue(spread(trusting.next().design()) > 0.5);
        assertTrue(spread(disappointed.next().design()) < 0.1);
    }

    @Test
    void strataAreAsFineAsTheirCallsAllow() {
        int[] grade = IntStream.range(0, 240).map(i -> i % 2).toArray();
        int[] template = IntStream.range(0, 240).map(i -> i / 2).toArray();
        int[] length = Stratification.thirds(
                IntStream.range(0, 240).mapToDouble(i -> i % 4 < 2 ? 1 : 9).toArray());

        int[] strata = Stratification.finest(List.of(grade, template, length));

        // Two grades by two lengths; the 120 templates are left out.
        assertEquals(4, Arrays.stream(strata).distinct().count());
        assertEquals(strata[0], strata[4]);
        assertArrayEquals(new int[] {0, 1, 2, 2}, Stratification.grades(new double[] {0, 0.4, 0.9, 1}, 3));
    }

    @Test
    void oneErrorIsSharedByAnyNumberOfStatements() {
        assertEquals(0.025, ErrorBudget.share(0.05, 1));
        assertEquals(0.0125, ErrorBudget.share(0.05, 2));
        assertTrue(IntStream.rangeClosed(1, 60)
                        .mapToDouble(j -> ErrorBudget.share(0.05, j))
                        .sum()
                <= 0.05);
        assertThrows(IllegalArgumentException.class, () -> ErrorBudget.share(0.05, 0));
    }

    private static double spread(ReplayDesign design) {
        return IntStream.range(0, design.calls())
                        .mapToDouble(design::relativeProbability)
                        .max()
                        .orElseThrow()
                - IntStream.range(0, design.calls())
                        .mapToDouble(design::relativeProbability)
                        .min()
                        .orElseThrow();
    }

    private static double[] draws(SplittableRandom random) {
        return Worlds.threeValued(random, 400, 0.3, -0.1);
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
