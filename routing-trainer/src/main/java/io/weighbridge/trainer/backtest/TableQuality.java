package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.TaskTable;
import java.util.Arrays;

/** The baseline of one mean per task and model, shrunk by empirical Bayes. */
final class TableQuality implements Predictor {
    @Override
    public double[][] predict(Labels labels, int[] train, int[] test) {
        double[][] predicted = new double[test.length][labels.candidates()];
        for (int k = 0; k < labels.candidates(); k++) {
            int model = k;
            int[] seen = Arrays.stream(train)
                    .filter(row -> labels.observed(row, model))
                    .toArray();
            TaskTable table = TaskTable.fit(labels, seen, model);
            for (int i = 0; i < test.length; i++) {
                predicted[i][k] = table.mean(labels.task()[test[i]]);
            }
        }
        return predicted;
    }
}
