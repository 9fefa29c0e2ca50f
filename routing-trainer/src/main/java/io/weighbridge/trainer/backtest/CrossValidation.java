package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.fit.ExpectedCosts;
import io.weighbridge.trainer.fit.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Runs predictors on rows that they have not seen: every row is predicted from the training rows of its split. */
final class CrossValidation {
    private final int rows;
    private final List<Split> splits;

    private CrossValidation(int rows, List<Split> splits) {
        this.rows = rows;
        this.splits = splits;
    }

    /** Rows to learn from and rows to predict. */
    record Split(int[] train, int[] test) {}

    /** Every fold is predicted from all others. */
    static CrossValidation ofFolds(int[] fold, int folds) {
        List<Split> splits = IntStream.range(0, folds)
                .mapToObj(held ->
                        new Split(rows(fold.length, i -> fold[i] != held), rows(fold.length, i -> fold[i] == held)))
                .toList();
        return new CrossValidation(fold.length, splits);
    }

    /** The first rows are predicted from those behind them that share no group with any of them. */
    static CrossValidation ofTransfer(int tested, int[] groups) {
        boolean[] seen = new boolean[groups.length];
        IntStream.range(0, tested).forEach(i -> seen[groups[i]] = true);
        int[] train = rows(groups.length, i -> i >= tested && !seen[groups[i]]);
        return new CrossValidation(tested, List.of(new Split(train, rows(tested, i -> true))));
    }

    /** The first split, on whose test rows a certificate is tried. */
    Split first() {
        return splits.getFirst();
    }

    double[][] quality(Predictor predictor, Labels labels) {
        double[][] predicted = new double[rows][];
        for (Split split : splits) {
            if (split.test().length > 0) {
                place(predictor.predict(labels, split.train(), split.test()), split.test(), predicted);
            }
        }
        return predicted;
    }

    double[][] costs(Labels labels) {
        double[][] expected = new double[rows][];
        for (Split split : splits) {
            place(ExpectedCosts.predict(labels, split.train(), split.test()), split.test(), expected);
        }
        return expected;
    }

    private static int[] rows(int count, IntPredicate wanted) {
        return IntStream.range(0, count).filter(wanted).toArray();
    }

    private static void place(double[][] values, int[] rows, double[][] into) {
        Arrays.setAll(values, i -> into[rows[i]] = values[i]);
    }
}
