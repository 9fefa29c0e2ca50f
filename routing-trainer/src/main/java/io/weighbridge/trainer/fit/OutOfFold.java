package io.weighbridge.trainer.fit;

import io.weighbridge.routing.SparseVector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predictions for training rows by models that have not seen them, from which calibration, blend and settings are
 * chosen.
 *
 * @param labels of all rows
 * @param rows training rows that were held out
 * @param table log-odds of the task's mean, by training row and candidate; NaN for candidates not looked at
 * @param linear what the weights of the per-call model add to it, likewise
 * @param trees what its trees add to it, likewise; 0 if it has none
 * @param candidates columns that are filled
 */
record OutOfFold(Labels labels, int[] rows, double[][] table, double[][] linear, double[][] trees, int[] candidates) {

    /** Each fold's rows predicted from those it is to be predicted from; rows of no fold are left out. */
    static OutOfFold of(Labels labels, SparseRows features, FitSettings settings, InnerFolds folds, int[] candidates) {
        int[] rows = folds.heldOut();
        int[] fold = folds.ofHeldOut();
        double[][] table = unknown(rows.length, labels.candidates());
        double[][] linear = unknown(rows.length, labels.candidates());
        double[][] trees = unknown(rows.length, labels.candidates());
        for (int f = 0; f < folds.count(); f++) {
            int held = f;
            CandidateTrainer trainer = new CandidateTrainer(labels, features, settings, folds.learned(f));
            List<CandidateTrainer.Fitted> fits = trainer.fit(candidates);
            IntStream.range(0, rows.length)
                    .filter(i -> fold[i] == held)
                    .parallel()
                    .forEach(i -> {
                        SparseVector vector = settings.trees() ? features.vector(rows[i]) : SparseVector.ZERO;
                        for (int c = 0; c < candidates.length; c++) {
                            int k = candidates[c];
                            CandidateTrainer.Fitted fitted = fits.get(c);
                            table[i][k] = Logistic.logit(fitted.table().mean(labels.task()[rows[i]]));
                            linear[i][k] = fitted.perCall().logOdds(features, rows[i]) - table[i][k];
                            trees[i][k] =
                                    fitted.trees() == null ? 0 : fitted.trees().logOdds(vector);
                        }
                    });
        }
        return new OutOfFold(labels, rows, table, linear, trees, candidates);
    }

    /** How far each candidate's deviations from the table should be trusted. */
    DeviationScale[] scales() {
        DeviationScale[] scales = all(DeviationScale.UNCHANGED);
        IntStream.of(candidates).parallel().forEach(k -> {
            int[] seen = IntStream.range(0, rows.length)
                    .filter(i -> labels.observed(rows[i], k))
                    .toArray();
            if (seen.length > 0) {
                scales[k] = DeviationScale.fit(
                        column(table, seen, k),
                        column(linear, seen, k),
                        column(trees, seen, k),
                        IntStream.of(seen)
                                .mapToDouble(i -> labels.score()[rows[i]][k])
                                .toArray(),
                        DeviationScale.meanOne(IntStream.of(seen)
                                .mapToDouble(i -> labels.weight(rows[i], k))
                                .toArray()));
            }
        });
        return scales;
    }

    private DeviationScale[] all(DeviationScale scale) {
        DeviationScale[] scales = new DeviationScale[labels.candidates()];
        Arrays.fill(scales, scale);
        return scales;
    }

    /** Expected quality with a share of the calibrated per-call models, the rest the table's. */
    double[][] quality(DeviationScale[] scales, double share) {
        double[][] quality = new double[rows.length][scales.length];
        for (int i = 0; i < quality.length; i++) {
            for (int k : candidates) {
                double scaled = table[i][k] + scales[k].linear() * linear[i][k] + scales[k].trees() * trees[i][k];
                quality[i][k] = share * Logistic.probability(scaled) + (1 - share) * Logistic.probability(table[i][k]);
            }
        }
        return quality;
    }

    /** Expected quality by the table alone. */
    double[][] tableQuality() {
        return quality(all(DeviationScale.TABLE), 0);
    }

    double[] weight() {
        return IntStream.of(rows).mapToDouble(row -> labels.weight()[row]).toArray();
    }

    /**
     * What each candidate's outcome is worth in comparisons. A known outcome as it is; where outcomes are logged choices the
     * doubly robust value (Dudík, Langford and Li 2011), table + (outcome − table) / propensity, which is the table's mean
     * where the candidate was not the logged one. NaN where nothing is known.
     */
    double[][] value() {
        double[][] value = unknown(rows.length, labels.candidates());
        for (int i = 0; i < rows.length; i++) {
            for (int k : candidates) {
                boolean observed = labels.observed(rows[i], k);
                if (labels.propensity() == null) {
                    value[i][k] = labels.score()[rows[i]][k];
                    continue;
                }
                double expected = Logistic.probability(table[i][k]);
                double surprise =
                        observed ? labels.inversePropensity(rows[i], k) * (labels.score()[rows[i]][k] - expected) : 0;
                value[i][k] = expected + surprise;
            }
        }
        return value;
    }

    /**
     * By how many standard errors one prediction's squared error is below another's: whether the prompts tell anything at
     * all, which a common difficulty does too.
     */
    double standardErrorsBetter(double[][] quality, double[][] other) {
        double[] weight = weight();
        double total = Arrays.stream(weight).sum();
        double[] gain = new double[rows.length];
        double mean = 0;
        for (int i = 0; i < gain.length; i++) {
            for (int k : candidates) {
                if (labels.observed(rows[i], k)) {
                    double score = labels.score()[rows[i]][k];
                    gain[i] += labels.inversePropensity(rows[i], k)
                            * (square(other[i][k] - score) - square(quality[i][k] - score));
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

    private static double[] column(double[][] values, int[] at, int k) {
        return IntStream.of(at).mapToDouble(i -> values[i][k]).toArray();
    }

    private static double[][] unknown(int rows, int columns) {
        double[][] table = new double[rows][columns];
        Arrays.stream(table).forEach(row -> Arrays.fill(row, Double.NaN));
        return table;
    }
}
