package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Predictions for training rows by models that have not seen them, from which calibration, blend and settings are
 * chosen.
 *
 * @param rows the training rows
 * @param logOdds of the per-call model, by training row and candidate
 * @param table mean of the task, likewise
 */
record OutOfFold(int[] rows, double[][] logOdds, double[][] table) {

    /**
     * @param fold inner fold of each training row
     * @param candidates columns to fit; the others stay NaN
     */
    static OutOfFold of(
            CandidateTrainer trainer, Labels labels, SparseRows features, int[] rows, int[] fold, int[] candidates) {
        int folds = Arrays.stream(fold).max().orElse(0) + 1;
        double[][] logOdds = unknown(rows.length, labels.candidates());
        double[][] table = unknown(rows.length, labels.candidates());
        IntStream.range(0, folds * candidates.length).parallel().forEach(job -> {
            int held = job / candidates.length;
            int k = candidates[job % candidates.length];
            int[] train = IntStream.range(0, rows.length)
                    .filter(i -> fold[i] != held)
                    .map(i -> rows[i])
                    .toArray();
            CandidateTrainer.Fitted fitted = trainer.fit(k, train);
            for (int i = 0; i < rows.length; i++) {
                if (fold[i] == held) {
                    logOdds[i][k] = fitted.perCall().logOdds(features, rows[i]);
                    table[i][k] = fitted.table().mean(labels.task()[rows[i]]);
                }
            }
        });
        return new OutOfFold(rows, logOdds, table);
    }

    private static double[][] unknown(int rows, int columns) {
        double[][] table = new double[rows][columns];
        Arrays.stream(table).forEach(row -> Arrays.fill(row, Double.NaN));
        return table;
    }
}
