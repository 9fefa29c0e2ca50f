package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.data.OutcomeMatrix;
import java.util.HashMap;
import java.util.Map;

/** What a call is expected to cost before it is made: the model's mean in the task over the training prompts. */
final class ExpectedCosts {
    private ExpectedCosts() {}

    /** @return expected USD by test row and model; NaN for a model without costs in training */
    static double[][] predict(OutcomeMatrix outcomes, int[] train, int[] test) {
        int models = outcomes.models().size();
        Map<String, double[][]> perTask = new HashMap<>();
        double[][] overall = new double[models][2];
        for (int row : train) {
            double[][] ofTask =
                    perTask.computeIfAbsent(outcomes.prompts().get(row).task(), t -> new double[models][2]);
            for (int k = 0; k < models; k++) {
                double cost = outcomes.cost()[row][k];
                if (!Double.isNaN(cost)) {
                    add(ofTask[k], cost);
                    add(overall[k], cost);
                }
            }
        }
        double[][] expected = new double[test.length][models];
        for (int i = 0; i < test.length; i++) {
            double[][] ofTask = perTask.get(outcomes.prompts().get(test[i]).task());
            for (int k = 0; k < models; k++) {
                expected[i][k] = ofTask == null || ofTask[k][1] == 0 ? mean(overall[k]) : mean(ofTask[k]);
            }
        }
        return expected;
    }

    private static void add(double[] sumAndCount, double value) {
        sumAndCount[0] += value;
        sumAndCount[1]++;
    }

    private static double mean(double[] sumAndCount) {
        return sumAndCount[1] == 0 ? Double.NaN : sumAndCount[0] / sumAndCount[1];
    }
}
