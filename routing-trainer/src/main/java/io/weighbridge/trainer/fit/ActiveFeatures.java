package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The features that enough training rows have, renumbered without gaps, so that a fit costs what the data holds and
 * not what the hash space could hold. A feature of fewer rows gets weight 0.
 *
 * @param original hash-space index of each used feature, ascending
 * @param rows the training rows after renumbering
 */
record ActiveFeatures(int[] original, SparseRows rows) {

    static ActiveFeatures of(SparseRows features, int[] rows, int leastRows) {
        int[] seen = new int[features.dimension()];
        for (int row : rows) {
            for (int j : features.index()[row]) {
                seen[j]++;
            }
        }
        int[] renumbered = new int[features.dimension()];
        int[] original = new int[features.dimension()];
        int used = 0;
        for (int j = 0; j < seen.length; j++) {
            renumbered[j] = seen[j] >= leastRows ? used : -1;
            if (seen[j] >= leastRows) {
                original[used++] = j;
            }
        }
        int[][] index = new int[rows.length][];
        double[][] value = new double[rows.length][];
        IntStream.range(0, rows.length).parallel().forEach(i -> keep(features, rows[i], renumbered, i, index, value));
        return new ActiveFeatures(Arrays.copyOf(original, used), new SparseRows(used, index, value));
    }

    private static void keep(SparseRows features, int row, int[] renumbered, int i, int[][] index, double[][] value) {
        int[] from = features.index()[row];
        int sharing = from.length - features.value()[row].length + 1;
        int[] at = new int[from.length];
        double[] of = new double[features.value()[row].length];
        int kept = 0;
        int values = 0;
        for (int j = 0; j < from.length; j++) {
            if (renumbered[from[j]] >= 0) {
                at[kept++] = renumbered[from[j]];
                if (j >= sharing || values == 0) {
                    of[values++] = features.value(row, j);
                }
            }
        }
        index[i] = Arrays.copyOf(at, kept);
        value[i] = Arrays.copyOf(of, values);
    }

    /** Weights in the hash space, of the used features only. */
    double[] gathered(double[] weights) {
        return IntStream.of(original).mapToDouble(j -> weights[j]).toArray();
    }

    /** Weights of the used features, spread over the hash space. */
    double[] spread(double[] weights, int dimension) {
        double[] all = new double[dimension];
        for (int j = 0; j < original.length; j++) {
            all[original[j]] = weights[j];
        }
        return all;
    }
}
