package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.fit.Labels;
import java.util.stream.IntStream;

/** Runs predictors out of fold: every row is predicted from the other folds. */
final class CrossValidation {
    private final int[] fold;
    private final int folds;

    CrossValidation(int[] fold, int folds) {
        this.fold = fold;
        this.folds = folds;
    }

    double[][] quality(Predictor predictor, Labels labels) {
        double[][] predicted = new double[fold.length][];
        for (int held = 0; held < folds; held++) {
            int[] test = rows(held, true);
            if (test.length > 0) {
                place(predictor.predict(labels, rows(held, false), test), test, predicted);
            }
        }
        return predicted;
    }

    double[][] costs(OutcomeMatrix outcomes) {
        double[][] expected = new double[fold.length][];
        for (int held = 0; held < folds; held++) {
            int[] test = rows(held, true);
            place(ExpectedCosts.predict(outcomes, rows(held, false), test), test, expected);
        }
        return expected;
    }

    /** Rows inside a fold, or outside it. */
    int[] rows(int held, boolean inside) {
        return IntStream.range(0, fold.length)
                .filter(i -> (fold[i] == held) == inside)
                .toArray();
    }

    private static void place(double[][] values, int[] rows, double[][] into) {
        for (int i = 0; i < rows.length; i++) {
            into[rows[i]] = values[i];
        }
    }
}
