package io.weighbridge.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeBoostTest {
    private static final int ROWS = 2000;
    private static final int FEATURES = 30;
    private static final int[] ALL = IntStream.range(0, ROWS).toArray();

    private final SparseRows rows = rows(3);
    private final TreeColumns columns = TreeColumns.of(ActiveFeatures.of(rows, ALL, 1), filled(FEATURES, 1));

    @Test
    void aFeatureThatMattersOnlyBesideAnotherIsFound() {
        double[] label = labels(i -> has(i, 3) != has(i, 17) ? 0.9 : 0.1);
        TreeModel model = fit(label, filled(ROWS, 1), filled(ROWS, 0));
        double right = 0;
        for (int i = 0; i < ROWS; i++) {
            right += model.logOdds(rows.vector(i)) > 0 == (has(i, 3) != has(i, 17)) ? 1 : 0;
        }
        assertTrue(right > 0.97 * ROWS, "right on " + right);
    }

    @Test
    void theExportSaysWhatSmileSaysOnRowsSeenAndUnseen() {
        TreeModel model = fit(labels(i -> has(i, 3) ? 0.8 : 0.3), filled(ROWS, 1), filled(ROWS, 0))
                .scaled(0.7);
        SparseRows unseen = rows(4);
        for (int i = 0; i < ROWS; i++) {
            assertEquals(model.smileLogOdds(rows.vector(i)), model.logOdds(rows.vector(i)), 1e-12);
            assertEquals(model.smileLogOdds(unseen.vector(i)), model.logOdds(unseen.vector(i)), 1e-12);
        }
    }

    @Test
    void treesBeginAtTheTableAndSayNothingWhereItSaysAll() {
        double[] truth = IntStream.range(0, ROWS)
                .mapToDouble(i -> i % 2 == 0 ? 0.9 : 0.2)
                .toArray();
        double[] table = Arrays.stream(truth).map(Logistic::logit).toArray();
        TreeModel model = fit(truth, filled(ROWS, 1), table);
        for (int i = 0; i < ROWS; i++) {
            assertEquals(0, model.logOdds(rows.vector(i)), 1e-9);
        }
    }

    @Test
    void aFractionalLabelWeighsAsItsTwoHalves() {
        // Residuals, and so trees, are those of the mean label.
        double[] label = labels(i -> has(i, 5) ? 0.9 : 0.4);
        double[] half = Arrays.stream(label).map(y -> 0.25 + y / 2).toArray();
        TreeModel all = fit(label, filled(ROWS, 1), filled(ROWS, 0));
        TreeModel softened = fit(half, filled(ROWS, 1), filled(ROWS, 0));
        assertTrue(with(all, 5) - without(all, 5) > 1.5 * (with(softened, 5) - without(softened, 5)));
        assertTrue(with(softened, 5) - without(softened, 5) > 0.3);
    }

    @Test
    void rowsOfNoWeightTeachNothing() {
        double[] label = labels(i -> has(i, 5) ? 0.9 : 0.1);
        double[] weight = IntStream.range(0, ROWS)
                .mapToDouble(i -> i < ROWS / 2 ? 1 : 1e-9)
                .toArray();
        double[] other = label.clone();
        for (int i = ROWS / 2; i < ROWS; i++) {
            other[i] = 1 - label[i];
        }
        assertArrayEquals(
                logOdds(fit(label, weight, filled(ROWS, 0))), logOdds(fit(other, weight, filled(ROWS, 0))), 1e-3);
    }

    @Test
    void oneSeedOneResult() {
        double[] label = labels(i -> has(i, 5) ? 0.9 : 0.1);
        assertEquals(
                fit(label, filled(ROWS, 1), filled(ROWS, 0)).trees(),
                fit(label, filled(ROWS, 1), filled(ROWS, 0)).trees());
    }

    @Test
    void ofTwoModelsTheOneThatTellsMoreIsTakenMore() {
        SplittableRandom random = new SplittableRandom(5);
        double[] told = random.doubles(ROWS, -2, 2).toArray();
        double[] noise = random.doubles(ROWS, -2, 2).toArray();
        double[] label = Arrays.stream(told)
                .map(logit -> random.nextDouble() < Logistic.probability(logit) ? 1 : 0)
                .toArray();
        DeviationScale linear = DeviationScale.fit(filled(ROWS, 0), told, noise, label, filled(ROWS, 1));
        DeviationScale trees = DeviationScale.fit(filled(ROWS, 0), noise, told, label, filled(ROWS, 1));

        assertEquals(1, linear.linear(), 0.15);
        assertTrue(linear.trees() < 0.15, linear.toString());
        assertEquals(linear.linear(), trees.trees(), 1e-3);
    }

    @Test
    void aModelThatSaysTheOppositeIsLeftOut() {
        SplittableRandom random = new SplittableRandom(6);
        double[] told = random.doubles(ROWS, -2, 2).toArray();
        double[] wrong = random.doubles(ROWS, -2, 2).toArray();
        double[] label = IntStream.of(ALL)
                .mapToDouble(i -> random.nextDouble() < Logistic.probability(told[i] - wrong[i]) ? 1 : 0)
                .toArray();
        DeviationScale scale = DeviationScale.fit(filled(ROWS, 0), told, wrong, label, filled(ROWS, 1));

        assertEquals(0, scale.trees());
        assertEquals(0.8, scale.linear(), 0.2);
    }

    private TreeModel fit(double[] label, double[] weight, double[] offset) {
        return new TreeBoost(columns, new PerCallModel.Sample(ALL, label, weight), offset).fit(1);
    }

    private double[] logOdds(TreeModel model) {
        return IntStream.of(ALL).mapToDouble(i -> model.logOdds(rows.vector(i))).toArray();
    }

    /** Mean over the rows that have the feature. */
    private double with(TreeModel model, int feature) {
        return IntStream.of(ALL)
                .filter(i -> has(i, feature))
                .mapToDouble(i -> model.logOdds(rows.vector(i)))
                .average()
                .orElseThrow();
    }

    private double without(TreeModel model, int feature) {
        return IntStream.of(ALL)
                .filter(i -> !has(i, feature))
                .mapToDouble(i -> model.logOdds(rows.vector(i)))
                .average()
                .orElseThrow();
    }

    private boolean has(int row, int feature) {
        return Arrays.binarySearch(rows.index()[row], feature) >= 0;
    }

    private static double[] labels(java.util.function.IntToDoubleFunction truth) {
        SplittableRandom random = new SplittableRandom(2);
        return IntStream.of(ALL)
                .mapToDouble(i -> random.nextDouble() < truth.applyAsDouble(i) ? 1 : 0)
                .toArray();
    }

    private static SparseRows rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] index = new int[ROWS][];
        double[][] value = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            index[i] = IntStream.range(0, FEATURES)
                    .filter(j -> random.nextDouble() < 0.4)
                    .toArray();
            value[i] = random.doubles(index[i].length, 0.2, 1).toArray();
        }
        return new SparseRows(FEATURES, index, value);
    }

    private static double[] filled(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }
}
