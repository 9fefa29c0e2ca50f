package io.weighbridge.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import smile.classification.LogisticRegression;
import smile.classification.SparseLogisticRegression;
import smile.data.SampleInstance;
import smile.data.SparseDataset;
import smile.util.SparseArray;

class PerCallModelTest {
    private static final int FEATURES = 12;
    private static final int ROWS = 400;

    private final SparseRows rows = rows(3);
    private final double[] labels = labels(rows, 4);

    @Test
    void onPlainDataItIsSmilesSparseLogisticRegression() {
        // Smile leaves its bias free; ours is carried by a feature that every row has, penalised a thousandth as much.
        PerCallModel ours = fit(withConstant(rows), labels, ones(), 0.5);
        List<SampleInstance<SparseArray, Integer>> instances = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            instances.add(new SampleInstance<>(PerCallModel.toSmile(rows, i), (int) labels[i]));
        }
        SparseLogisticRegression.Binomial smile = SparseLogisticRegression.binomial(
                new SparseDataset<>(instances, FEATURES), new LogisticRegression.Options(0.5, 1e-9, 1000));

        for (int i = 0; i < ROWS; i++) {
            double[] probability = new double[2];
            smile.predict(PerCallModel.toSmile(rows, i), probability);
            assertEquals(probability[1], Logistic.probability(ours.logOdds(withConstant(rows), i)), 5e-3);
        }
    }

    @Test
    void aFractionalLabelIsTheSameAsThatManyHalves() {
        SparseRows twice = new SparseRows(FEATURES, doubled(rows.index()), doubled(rows.value()));
        double[] halves = IntStream.range(0, 2 * ROWS).mapToDouble(i -> i % 2).toArray();
        double[] half = new double[ROWS];
        Arrays.fill(half, 0.5);
        PerCallModel fractional = fit(rows, half, filled(ROWS, 2), 1);
        PerCallModel pairs = fit(twice, halves, filled(2 * ROWS, 1), 1);

        assertArrayEquals(pairs.weights(), fractional.weights(), 1e-6);
    }

    @Test
    void aWeightOfTwoIsTheSameAsTheRowTwice() {
        SparseRows twice = new SparseRows(FEATURES, doubled(rows.index()), doubled(rows.value()));
        double[] labelsTwice =
                IntStream.range(0, 2 * ROWS).mapToDouble(i -> labels[i / 2]).toArray();

        assertArrayEquals(
                fit(twice, labelsTwice, filled(2 * ROWS, 1), 1).weights(),
                fit(rows, labels, filled(ROWS, 2), 1).weights(),
                1e-4);
    }

    @Test
    void anEndlessRidgeLeavesTheCentre() {
        double[] centre = new double[FEATURES];
        centre[3] = 0.7;
        PerCallModel model = PerCallModel.fit(
                ActiveFeatures.of(rows, IntStream.range(0, ROWS).toArray(), 1),
                FEATURES,
                new PerCallModel.Sample(IntStream.range(0, ROWS).toArray(), labels, ones()),
                -0.2,
                centre,
                filled(FEATURES, 1e12));

        assertArrayEquals(centre, model.weights(), 1e-6);
        assertEquals(-0.2, model.bias());
    }

    @Test
    void theGradientIsTheSlopeOfTheLoss() {
        // Several candidates, of whom one has no label every third row, and rows enough for several blocks.
        SplittableRandom random = new SplittableRandom(9);
        SparseRows many = repeated(rows, 12);
        int width = 3;
        LogisticLoss.Targets targets = LogisticLoss.Targets.none(many.size(), width);
        for (int row = 0; row < many.size(); row++) {
            for (int k = 0; k < width; k++) {
                if (k > 0 || row % 3 > 0) {
                    targets.set(row, k, random.nextDouble(), random.nextDouble(0.5, 2), random.nextDouble(-1, 1));
                }
            }
        }
        LogisticLoss loss = new LogisticLoss(many, targets, filled(FEATURES, 0.3));
        double[] at = random.doubles(FEATURES * width, -1, 1).toArray();
        double[] gradient = new double[at.length];
        loss.g(at, gradient);

        for (int j = 0; j < at.length; j++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[j] += 1e-5;
            below[j] -= 1e-5;
            assertEquals((loss.f(above) - loss.f(below)) / 2e-5, gradient[j], 1e-3);
        }
    }

    @Test
    void candidatesFittedTogetherAreThoseFittedAlone() {
        int[] all = IntStream.range(0, ROWS).toArray();
        int[] half = IntStream.range(0, ROWS / 2).map(i -> 2 * i).toArray();
        ActiveFeatures active = ActiveFeatures.of(rows, all, 1);
        List<PerCallModel.Sample> samples = List.of(
                new PerCallModel.Sample(all, labels, ones()),
                new PerCallModel.Sample(
                        half, IntStream.of(half).mapToDouble(i -> 1 - labels[i]).toArray(), filled(half.length, 1.5)));
        double[] bias = {0.2, -0.4};
        double[][] centre = {new double[FEATURES], filled(FEATURES, 0.1)};
        double[] ridge = filled(FEATURES, 1);
        List<PerCallModel> together = PerCallModel.fit(active, FEATURES, samples, bias, centre, ridge);

        for (int k = 0; k < 2; k++) {
            PerCallModel alone = PerCallModel.fit(active, FEATURES, samples.get(k), bias[k], centre[k], ridge);
            assertArrayEquals(alone.weights(), together.get(k).weights(), 2e-3);
            assertEquals(alone.bias(), together.get(k).bias());
        }
    }

    @Test
    void scoresEqualThoseOfSmilesOwnModel() {
        PerCallModel model = fit(rows, labels, ones(), 1);
        SparseLogisticRegression.Binomial smile = model.toSmile();
        for (int i = 0; i < ROWS; i++) {
            double[] probability = new double[2];
            smile.predict(PerCallModel.toSmile(rows, i), probability);
            assertEquals(probability[1], Logistic.probability(model.logOdds(rows, i)), 1e-12);
        }
    }

    @Test
    void ofManyRowsEverySoManyIsTaken() {
        int[] some = {4, 5, 6, 7, 8, 9};
        assertArrayEquals(new int[] {4, 6, 8}, EvenlySpread.of(some, 3));
        assertArrayEquals(some, EvenlySpread.of(some, 6));
    }

    @Test
    void rareFeaturesGetNoWeight() {
        int[][] index = {{0, 5}, {0}, {0}, {0}};
        double[][] value = {{1, 1}, {1}, {1}, {1}};
        ActiveFeatures active = ActiveFeatures.of(new SparseRows(6, index, value), new int[] {0, 1, 2, 3}, 2);

        assertArrayEquals(new int[] {0}, active.original());
        assertArrayEquals(new double[] {2, 0, 0, 0, 0, 0}, active.spread(new double[] {2}, 6));
    }

    @Test
    void aValueThatLeadingFeaturesShareIsStoredOnceAndChangesNoModel() {
        SparseRows plain = new SparseRows(
                4, new int[][] {{0, 1, 2, 3}, {1, 2}, {0, 3}}, new double[][] {{0.5, 0.5, 0.5, 2}, {1, 1}, {3, 4}});
        SparseRows shared = new SparseRows(
                4,
                plain.index(),
                Arrays.stream(plain.value()).map(SparseRows::compacted).toArray(double[][]::new));
        int[] all = {0, 1, 2};
        double[] label = {1, 0, 0.3};

        assertArrayEquals(new double[] {0.5, 2}, shared.value()[0]);
        assertArrayEquals(new double[] {1}, shared.value()[1]);
        for (int leastRows = 1; leastRows <= 2; leastRows++) {
            assertArrayEquals(
                    fitted(plain, all, label, leastRows),
                    fitted(shared, all, label, leastRows),
                    1e-12,
                    "features in " + leastRows + " rows");
        }
    }

    private static double[] fitted(SparseRows features, int[] all, double[] label, int leastRows) {
        ActiveFeatures active = ActiveFeatures.of(features, all, leastRows);
        return PerCallModel.fit(
                        active,
                        4,
                        new PerCallModel.Sample(all, label, filled(3, 1)),
                        0.1,
                        new double[] {0.2, 0, 0, -0.4},
                        filled(active.original().length, 0.5))
                .weights();
    }

    @Test
    void overconfidentDeviationsAreScaledDown() {
        double[] table = new double[1000];
        double[] perCall = new double[1000];
        double[] label = new double[1000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            perCall[i] = random.nextDouble(-4, 4);
            label[i] = random.nextDouble() < Logistic.probability(perCall[i] / 4) ? 1 : 0;
        }
        DeviationScale scale = DeviationScale.fit(table, perCall, new double[1000], label, filled(1000, 1));
        assertTrue(scale.linear() > 0.15 && scale.linear() < 0.35, scale.toString());
    }

    private static PerCallModel fit(SparseRows features, double[] label, double[] weight, double ridge) {
        int[] all = IntStream.range(0, features.size()).toArray();
        ActiveFeatures active = ActiveFeatures.of(features, all, 1);
        return PerCallModel.fit(
                active,
                features.dimension(),
                new PerCallModel.Sample(all, label, weight),
                0,
                new double[features.dimension()],
                filled(active.original().length, ridge));
    }

    private static SparseRows repeated(SparseRows rows, int times) {
        int[][] index = new int[times * rows.size()][];
        double[][] value = new double[index.length][];
        Arrays.setAll(index, i -> rows.index()[i % rows.size()]);
        Arrays.setAll(value, i -> rows.value()[i % rows.size()]);
        return new SparseRows(rows.dimension(), index, value);
    }

    private static SparseRows rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] index = new int[ROWS][];
        double[][] value = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            index[i] = random.ints(4, 0, FEATURES).distinct().sorted().toArray();
            value[i] = random.doubles(index[i].length, 0.2, 1).toArray();
        }
        return new SparseRows(FEATURES, index, value);
    }

    private static double[] labels(SparseRows rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, ROWS)
                .mapToDouble(i -> random.nextDouble() < (rows.index()[i][0] < 3 ? 0.8 : 0.3) ? 1 : 0)
                .toArray();
    }

    private static SparseRows withConstant(SparseRows rows) {
        int[][] index = Arrays.stream(rows.index())
                .map(at -> IntStream.concat(Arrays.stream(at), IntStream.of(FEATURES))
                        .toArray())
                .toArray(int[][]::new);
        double[][] value = Arrays.stream(rows.value())
                .map(of -> {
                    double[] longer = Arrays.copyOf(of, of.length + 1);
                    longer[of.length] = 31.6;
                    return longer;
                })
                .toArray(double[][]::new);
        return new SparseRows(FEATURES + 1, index, value);
    }

    private static int[][] doubled(int[][] rows) {
        return Arrays.stream(rows)
                .flatMap(row -> java.util.stream.Stream.of(row, row))
                .toArray(int[][]::new);
    }

    private static double[][] doubled(double[][] rows) {
        return Arrays.stream(rows)
                .flatMap(row -> java.util.stream.Stream.of(row, row))
                .toArray(double[][]::new);
    }

    private static double[] ones() {
        return filled(ROWS, 1);
    }

    private static double[] filled(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }
}
