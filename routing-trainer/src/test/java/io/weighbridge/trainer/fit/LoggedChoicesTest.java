package io.weighbridge.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.routing.RoutingRequest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A world in which every call went to one of two models, mostly to the one that suited it, for reasons of which the prompt
 * tells only half: the truth is known, and a fit that takes the log as it is gets it wrong.
 */
class LoggedChoicesTest {
    private static final int CALLS = 8000;
    private static final int WEAK = 0;
    private static final int STRONG = 1;

    private final boolean[] hardWord = new boolean[CALLS];
    private final boolean[] hardInside = new boolean[CALLS];
    private final double[][] outcome = new double[CALLS][2];
    private final double[][] logged = new double[CALLS][2];
    private final double[][] propensity = new double[CALLS][2];
    private final Requests requests;
    private final int[] rows = IntStream.range(0, CALLS).toArray();
    private final String[] task =
            IntStream.range(0, CALLS).mapToObj(i -> i % 2 == 0 ? "even" : "odd").toArray(String[]::new);
    private final InnerFolds folds = InnerFolds.of(labels(outcome, null), rows, rows, 1);

    LoggedChoicesTest() {
        SplittableRandom random = new SplittableRandom(8);
        String[] texts = new String[CALLS];
        for (int i = 0; i < CALLS; i++) {
            hardWord[i] = random.nextDouble() < 0.5;
            hardInside[i] = random.nextDouble() < (hardWord[i] ? 0.6 : 0.3);
            texts[i] = (hardWord[i] ? "prove " : "name ") + "number " + Long.toString(random.nextLong(1 << 30), 36);
            outcome[i][WEAK] = random.nextDouble() < truth(i, WEAK) ? 1 : 0;
            outcome[i][STRONG] = random.nextDouble() < truth(i, STRONG) ? 1 : 0;
            propensity[i][STRONG] = hardInside[i] ? 0.9 : 0.1;
            propensity[i][WEAK] = 1 - propensity[i][STRONG];
            int chosen = random.nextDouble() < propensity[i][STRONG] ? STRONG : WEAK;
            logged[i] = new double[] {Double.NaN, Double.NaN};
            logged[i][chosen] = outcome[i][chosen];
        }
        requests = new Requests(Arrays.stream(texts)
                .map(text -> RoutingRequest.of("even", text))
                .toList());
    }

    /** Chance that a model answers a call well. */
    private double truth(int call, int model) {
        return model == STRONG ? 0.9 : hardInside[call] ? 0.2 : 0.9;
    }

    @Test
    void withPropensitiesALogOfOneOutcomeACallTeachesWhatFullLabelsTeach() {
        double[][] full = quality(labels(outcome, null));
        double[][] weighted = quality(labels(logged, propensity));

        assertTrue(distance(full, weighted) < 0.03, "distance " + distance(full, weighted));
        assertEquals(mean(full, WEAK, true), mean(weighted, WEAK, true), 0.04);
        assertEquals(mean(full, WEAK, false), mean(weighted, WEAK, false), 0.04);
    }

    @Test
    void withoutThemTheWeakModelLooksAsGoodAsItIsOnWhatItWasGiven() {
        double[][] full = quality(labels(outcome, null));
        double[][] unweighted = quality(labels(logged, null));

        assertTrue(distance(full, unweighted) > 0.08, "distance " + distance(full, unweighted));
        assertTrue(mean(unweighted, WEAK, true) > 0.7, "weak on hard prompts " + mean(unweighted, WEAK, true));
    }

    @Test
    void theTableOfALogIsTheTableOfTheWholeFrame() {
        double full = TaskTable.fit(labels(outcome, null), rows, WEAK).overall();
        int[] seen = IntStream.of(rows)
                .filter(row -> !Double.isNaN(logged[row][WEAK]))
                .toArray();

        assertEquals(full, TaskTable.fit(labels(logged, propensity), seen, WEAK).overall(), 0.02);
        assertTrue(TaskTable.fit(labels(logged, null), seen, WEAK).overall() > full + 0.15);
    }

    @Test
    void comparisonsOfALogAreDoublyRobust() {
        Labels labels = labels(logged, propensity);
        SparseRows features = requests.features(FitSettings.of(16, 4).schema());
        OutOfFold held = OutOfFold.of(labels, features, FitSettings.of(16, 4), folds, new int[] {WEAK, STRONG});

        double[][] value = held.value();
        double difference = Arrays.stream(value)
                .mapToDouble(row -> row[STRONG] - row[WEAK])
                .average()
                .orElseThrow();
        double expected = IntStream.of(rows)
                .mapToDouble(i -> truth(i, STRONG) - truth(i, WEAK))
                .average()
                .orElseThrow();
        assertEquals(expected, difference, 0.03);
        assertTrue(QualityModels.bestShare(held, held.scales()) > 0, "the word tells something");
    }

    private Labels labels(double[][] score, double @Nullable [][] drawn) {
        double[] weight = new double[CALLS];
        Arrays.fill(weight, 1);
        return new Labels(task, score, null, weight, drawn);
    }

    private double[][] quality(Labels labels) {
        QualityModels.Trust whole =
                new QualityModels.Trust(new DeviationScale[] {DeviationScale.UNCHANGED, DeviationScale.UNCHANGED}, 1);
        QualityModels models = QualityModels.fit(labels, requests, folds, FitSettings.of(16, 4), whole);
        return IntStream.of(rows)
                .mapToObj(row -> models.quality(requests, task[row], row))
                .toArray(double[][]::new);
    }

    private static double distance(double[][] a, double[][] b) {
        return IntStream.range(0, CALLS)
                .mapToDouble(i -> List.of(WEAK, STRONG).stream()
                                .mapToDouble(k -> Math.abs(a[i][k] - b[i][k]))
                                .sum()
                        / 2)
                .average()
                .orElseThrow();
    }

    private double mean(double[][] quality, int model, boolean hard) {
        return IntStream.range(0, CALLS)
                .filter(i -> hardWord[i] == hard)
                .mapToDouble(i -> quality[i][model])
                .average()
                .orElseThrow();
    }
}
