package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionPoweredTest {
    private static final int ITEMS = 1_000;

    @Test
    void withoutAUsefulJudgeItIsTheMeanOfTheGold() {
        double[] judged = new double[100];
        double[] gold = new double[100];
        for (int i = 0; i < 100; i++) {
            gold[i] = i < 60 ? (i % 3 == 0 ? 1 : 0) : Double.NaN;
        }
        Estimate estimate = assertInstanceOf(
                Estimate.class,
                PredictionPowered.of(judged, gold, filled(100, 0.6)).ofTheseItems(0.95));

        assertEquals(1 / 3.0, estimate.value(), 1e-12);
        // (1 − n/N) S²/n with S² = 20·40/60/59
        assertEquals(Math.sqrt(0.4 * (20.0 * 40 / 60 / 59) / 60), estimate.standardError(), 1e-12);
    }

    @Test
    void aPerfectJudgeLeavesNothingToEstimate() {
        SplittableRandom random = new SplittableRandom(3);
        double[] truth = random.doubles(400).toArray();
        PredictionPowered powered = PredictionPowered.of(truth, hidden(truth, random, 0.5), filled(400, 0.5));

        // λ is clipped to 1 and the residuals vanish
        assertInstanceOf(Refused.class, powered.ofTheseItems(0.95));
    }

    @Test
    void itIsNarrowerThanTheGoldAloneWhereTheJudgeIsGood() {
        SplittableRandom random = new SplittableRandom(4);
        World world = new World(random, 0.1, 0.05);
        Estimate powered = assertInstanceOf(
                Estimate.class,
                PredictionPowered.of(world.judged, world.gold, filled(ITEMS, 0.2))
                        .ofTheseItems(0.95));
        Estimate goldAlone = assertInstanceOf(
                Estimate.class,
                PredictionPowered.of(new double[ITEMS], world.gold, filled(ITEMS, 0.2))
                        .ofTheseItems(0.95));

        assertTrue(
                powered.standardError() < 0.7 * goldAlone.standardError(),
                powered.standardError() + " " + goldAlone.standardError());
    }

    @Test
    void aBiasedJudgeBiasesNothingAndTakenAtItsWordItDoes() {
        int[] judgeMisses = {0};
        int misses = Worlds.misses(2_000, random -> {
            World world = new World(random, 0.2, 0.02);
            // One sample in 16,000 is refused as one that was not drawn; it counts as a miss.
            IntervalEstimate look = PredictionPowered.of(world.judged, world.gold, filled(ITEMS, 0.2))
                    .ofTheseItems(0.95);
            judgeMisses[0] += covers(look, mean(world.judged)) ? 0 : 1;
            return !covers(look, mean(world.truth));
        });

        assertTrue(misses >= 60 && misses <= 150, "missed " + misses);
        assertTrue(judgeMisses[0] > 1_000, "the judge alone must be caught, was outside " + judgeMisses[0]);
    }

    @Test
    void unequalProbabilitiesCoverAndForgottenOnesDoNot() {
        double[] design = new double[ITEMS];
        int misses = Worlds.misses(2_000, random -> unequal(random, design, true));
        int brokenMisses = Worlds.misses(2_000, random -> unequal(random, design, false));

        assertTrue(misses >= 60 && misses <= 150, "missed " + misses);
        assertTrue(brokenMisses > 300, "forgotten probabilities must be caught, missed " + brokenMisses);
    }

    /** Wrong answers become gold four times as often as right ones. */
    private static boolean unequal(SplittableRandom random, double[] design, boolean knowsTheDesign) {
        double[] truth = new double[ITEMS];
        double[] judged = new double[ITEMS];
        double[] gold = new double[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            truth[i] = random.nextDouble() < 0.8 ? 1 : 0;
            judged[i] = random.nextDouble() < 0.9 ? truth[i] : 1 - truth[i];
            design[i] = judged[i] == 1 ? 0.15 : 0.6;
            gold[i] = random.nextDouble() < design[i] ? truth[i] : Double.NaN;
        }
        IntervalEstimate look = PredictionPowered.of(judged, gold, knowsTheDesign ? design : filled(ITEMS, 0.24))
                .ofTheseItems(0.95);
        return !covers(look, mean(truth));
    }

    private static boolean covers(IntervalEstimate look, double truth) {
        return look instanceof Estimate estimate && estimate.interval().contains(truth);
    }

    @Test
    void goldPickedWhereTheJudgeStandsOutIsRefused() {
        SplittableRandom random = new SplittableRandom(9);
        World world = new World(random, 0, 0.1);
        double[] picked = new double[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            picked[i] = world.judged[i] < 0.5 && random.nextInt(2) == 0 ? world.truth[i] : Double.NaN;
        }
        Refused refused = assertInstanceOf(
                Refused.class,
                PredictionPowered.of(world.judged, picked, filled(ITEMS, 0.15)).ofTheseItems(0.95));
        assertTrue(refused.reason().contains("it was not drawn with the recorded probabilities"), refused.reason());
    }

    @Test
    void futureItemsCoverWithClusters() {
        int misses = Worlds.misses(2_000, random -> {
            double[] truth = Worlds.clustered(random, 100, 5, 0.25, 0.3, 0.1);
            double[] judged = Arrays.stream(truth)
                    .map(value -> value + 0.1 + 0.3 * (random.nextDouble() - 0.5))
                    .toArray();
            Estimate estimate = assertInstanceOf(
                    Estimate.class,
                    PredictionPowered.of(judged, hidden(truth, random, 0.4), filled(500, 0.4))
                            .ofFutureItems(Worlds.clustersOf(100, 5), 0.95));
            return !estimate.interval().contains(0.1);
        });

        assertTrue(misses >= 60 && misses <= 150, "missed " + misses);
    }

    @Test
    void fortyNineGoldItemsAreTooFew() {
        double[] gold = filled(100, Double.NaN);
        Arrays.fill(gold, 0, 49, 0.5);
        assertEquals(
                new Refused("49 gold items, at least 50 are needed"),
                PredictionPowered.of(new double[100], gold, filled(100, 0.5)).ofTheseItems(0.95));
        assertThrows(
                IllegalArgumentException.class,
                () -> PredictionPowered.of(new double[2], new double[2], new double[] {0.5, 0}));
    }

    private static final class World {
        private final double[] truth = new double[ITEMS];
        private final double[] judged = new double[ITEMS];
        private final double[] gold;

        World(SplittableRandom random, double bias, double noise) {
            for (int i = 0; i < ITEMS; i++) {
                truth[i] = random.nextDouble() < 0.7 ? 1 : 0;
                judged[i] = (random.nextDouble() < 2 * noise ? 1 - truth[i] : truth[i]) + bias;
            }
            gold = hidden(truth, random, 0.2);
        }
    }

    private static double[] hidden(double[] truth, SplittableRandom random, double probability) {
        return Arrays.stream(truth)
                .map(value -> random.nextDouble() < probability ? value : Double.NaN)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
