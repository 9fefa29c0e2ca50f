package io.weighbridge.trainer.classify;

import io.weighbridge.routing.ClassifierModel.LabelModel;
import io.weighbridge.routing.LogisticModel;
import io.weighbridge.routing.SparseVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import smile.classification.LogisticRegression;
import smile.classification.SparseLogisticRegression;
import smile.data.SampleInstance;
import smile.data.SparseDataset;
import smile.util.SparseArray;

/**
 * Smile's multinomial logistic regression on hashed features, and the same model as the artifact has it. Features that occur
 * in one text only have no weight. The last label is the one that the others are compared with, and has no weights.
 */
final class MultinomialFit {
    private static final int LEAST_TEXTS = 2;
    private static final double TOLERANCE = 1e-5;
    private static final int MOST_ITERATIONS = 200;

    private final SparseLogisticRegression smile;
    private final int[] used;
    private final Map<Integer, Integer> columnOf;
    private final List<String> labels;

    private MultinomialFit(
            SparseLogisticRegression smile, int[] used, Map<Integer, Integer> columnOf, List<String> labels) {
        this.smile = smile;
        this.used = used;
        this.columnOf = columnOf;
        this.labels = labels;
    }

    /**
     * @param labels each occurs among the rows
     * @param rows features of the texts to fit on
     * @param label number of each row's label
     * @param ridge λ of the penalty λ/2 · ‖w‖²
     */
    static MultinomialFit of(List<String> labels, List<SparseVector> rows, int[] label, double ridge) {
        Map<Integer, Integer> texts = new HashMap<>();
        rows.forEach(row -> IntStream.of(row.indices()).forEach(index -> texts.merge(index, 1, Integer::sum)));
        int[] used = texts.entrySet().stream()
                .filter(entry -> entry.getValue() >= LEAST_TEXTS)
                .mapToInt(Map.Entry::getKey)
                .sorted()
                .toArray();
        Map<Integer, Integer> columnOf = new HashMap<>();
        for (int column = 0; column < used.length; column++) {
            columnOf.put(used[column], column);
        }
        List<SampleInstance<SparseArray, Integer>> samples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            samples.add(new SampleInstance<>(columns(rows.get(i), columnOf), label[i]));
        }
        SparseDataset<Integer> dataset = new SparseDataset<>(samples, used.length);
        LogisticRegression.Options options = new LogisticRegression.Options(ridge, TOLERANCE, MOST_ITERATIONS);
        return new MultinomialFit(SparseLogisticRegression.fit(dataset, options), used, columnOf, labels);
    }

    /** By Smile itself: what an export must reproduce. */
    double[] probabilities(SparseVector row) {
        double[] probabilities = new double[labels.size()];
        smile.predict(columns(row, columnOf), probabilities);
        return probabilities;
    }

    /** What is added up for each label. */
    List<LabelModel> export() {
        List<LabelModel> models = new ArrayList<>();
        if (smile instanceof SparseLogisticRegression.Multinomial multinomial) {
            double[][] weights = multinomial.coefficients();
            for (int k = 0; k < labels.size(); k++) {
                models.add(new LabelModel(
                        labels.get(k),
                        k < weights.length ? model(weights[k]) : new LogisticModel(0, SparseVector.ZERO)));
            }
            return models;
        }
        // Of two labels Smile models the second.
        double[] weights = ((SparseLogisticRegression.Binomial) smile).coefficients();
        models.add(new LabelModel(labels.getFirst(), new LogisticModel(0, SparseVector.ZERO)));
        models.add(new LabelModel(labels.getLast(), model(weights)));
        return models;
    }

    private LogisticModel model(double[] weights) {
        int[] columns = IntStream.range(0, used.length)
                .filter(column -> weights[column] != 0)
                .toArray();
        return new LogisticModel(
                weights[used.length],
                SparseVector.of(
                        IntStream.of(columns).map(column -> used[column]).toArray(),
                        IntStream.of(columns)
                                .mapToDouble(column -> weights[column])
                                .toArray()));
    }

    private static SparseArray columns(SparseVector row, Map<Integer, Integer> columnOf) {
        SparseArray array = new SparseArray(row.size());
        for (int i = 0; i < row.size(); i++) {
            Integer column = columnOf.get(row.index(i));
            if (column != null) {
                array.append(column, row.value(i));
            }
        }
        return array;
    }
}
