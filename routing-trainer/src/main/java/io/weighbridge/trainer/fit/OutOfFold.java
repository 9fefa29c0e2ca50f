package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Predictions for training rows by models that have not seen them, from which calibration, blend and settings are
 * chosen.
 *
 * @param perCall log-odds of the per-call model, by training row and candidate; NaN for candidates not looked at
 * @param table log-odds of the task's mean, likewise
 * @param label quality, likewise; NaN where there is no outcome
 * @param weight of each training row
 * @param candidates columns that are filled
 */
record OutOfFold(double[][] perCall, double[][] table, double[][] label, double[] weight, int[] candidates) {

    /**
     * @param rows training rows
     * @param fold inner fold of each of them
     */
    static OutOfFold of(
            CandidateTrainer trainer, Labels labels, SparseRows features, int[] rows, int[] fold, int[] candidates) {
        int folds = Arrays.stream(fold).max().orElse(0) + 1;
        double[][] perCall = unknown(rows.length, labels.candidates());
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
                    perCall[i][k] = fitted.perCall().logOdds(features, rows[i]);
                    table[i][k] = Logistic.logit(fitted.table().mean(labels.task()[rows[i]]));
                }
            }
        });
        return new OutOfFold(
                perCall,
                table,
                Arrays.stream(rows).mapToObj(row -> labels.score()[row]).toArray(double[][]::new),
                Arrays.stream(rows).mapToDouble(row -> labels.weight()[row]).toArray(),
                candidates);
    }

    /** How far each candidate's deviations from the table should be trusted. */
    double[] scales() {
        double[] scales = new double[label.length == 0 ? 0 : label[0].length];
        Arrays.fill(scales, 1);
        for (int k : candidates) {
            int[] seen = IntStream.range(0, label.length)
                    .filter(i -> !Double.isNaN(label[i][k]))
                    .toArray();
            if (seen.length > 0) {
                scales[k] = DeviationScale.fit(
                        column(table, seen, k),
                        column(perCall, seen, k),
                        column(label, seen, k),
                        DeviationScale.meanOne(
                                IntStream.of(seen).mapToDouble(i -> weight[i]).toArray()));
            }
        }
        return scales;
    }

    /** Expected quality with a share of the calibrated per-call models, the rest the table's. */
    double[][] quality(double[] scales, double share) {
        double[][] quality = new double[label.length][scales.length];
        for (int i = 0; i < quality.length; i++) {
            for (int k : candidates) {
                double scaled = table[i][k] + scales[k] * (perCall[i][k] - table[i][k]);
                quality[i][k] = share * Logistic.probability(scaled) + (1 - share) * Logistic.probability(table[i][k]);
            }
        }
        return quality;
    }

    RoutingSignal signal(double[][] quality) {
        return RoutingSignal.of(quality, label, weight, candidates);
    }

    /**
     * By how many standard errors one prediction's squared error is below another's: whether the prompts tell anything at
     * all, which a common difficulty does too.
     */
    double standardErrorsBetter(double[][] quality, double[][] other) {
        double[] gain = new double[label.length];
        double mean = 0;
        double total = Arrays.stream(weight).sum();
        for (int i = 0; i < gain.length; i++) {
            for (int k : candidates) {
                if (!Double.isNaN(label[i][k])) {
                    gain[i] += square(other[i][k] - label[i][k]) - square(quality[i][k] - label[i][k]);
                }
            }
            mean += weight[i] / total * gain[i];
        }
        double squares = 0;
        for (int i = 0; i < gain.length; i++) {
            squares += square(weight[i] / total * (gain[i] - mean));
        }
        return squares == 0 ? 0 : mean / Math.sqrt(squares);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double[] column(double[][] values, int[] rows, int k) {
        return IntStream.of(rows).mapToDouble(i -> values[i][k]).toArray();
    }

    private static double[][] unknown(int rows, int columns) {
        double[][] table = new double[rows][columns];
        Arrays.stream(table).forEach(row -> Arrays.fill(row, Double.NaN));
        return table;
    }
}
