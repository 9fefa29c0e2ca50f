package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a call is expected to cost before it is made: the candidate's mean in the task over the training rows, shrunk
 * towards its mean over all of them.
 */
public final class ExpectedCosts {
    private ExpectedCosts() {}

    /** @return expected USD by test row and candidate; NaN for a candidate without costs in training */
    public static double[][] predict(Labels labels, int[] train, int[] test) {
        double[][] expected = new double[test.length][labels.candidates()];
        double[][] cost = labels.cost();
        if (cost == null) {
            Arrays.stream(expected).forEach(row -> Arrays.fill(row, Double.NaN));
            return expected;
        }
        String[] tasks = IntStream.of(train).mapToObj(row -> labels.task()[row]).toArray(String[]::new);
        double[] weights =
                IntStream.of(train).mapToDouble(row -> labels.weight()[row]).toArray();
        for (int k = 0; k < labels.candidates(); k++) {
            int candidate = k;
            TaskTable table = TaskTable.ofAmounts(
                    tasks,
                    IntStream.of(train).mapToDouble(row -> cost[row][candidate]).toArray(),
                    weights);
            for (int i = 0; i < test.length; i++) {
                expected[i][k] = table.mean(labels.task()[test[i]]);
            }
        }
        return expected;
    }
}
