package io.weighbridge.trainer.fit;

import io.weighbridge.trainer.data.Folds;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Folds inside a training part, for everything that is chosen there. */
public final class InnerFolds {
    private static final int FOLDS = 4;

    private InnerFolds() {}

    /** @param groups near-duplicate group of every row, of which only the training rows are looked at */
    public static int[] assign(Labels labels, int[] groups, int[] rows, long seed) {
        int[] ofRows = IntStream.of(rows).map(row -> groups[row]).toArray();
        String[] tasks = Arrays.stream(rows).mapToObj(row -> labels.task()[row]).toArray(String[]::new);
        return Folds.assign(ofRows, Arrays.asList(tasks), FOLDS, seed);
    }
}
