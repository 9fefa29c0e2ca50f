package io.weighbridge.trainer.fit;

import io.weighbridge.routing.SparseVector;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Feature vectors of many rows, without their zeros. The leading features of a row often share one value, as the words of
 * a prompt do; it is then stored once: entry {@code j} has the value {@code value[max(0, j − shared)]} with
 * {@code shared = index.length − value.length}. A row with as many values as indices is the plain case.
 *
 * @param dimension number of features; every index is below it
 * @param index feature indices of each row, ascending
 * @param value feature values of each row, in the order of the indices, the shared one first
 */
public record SparseRows(int dimension, int[][] index, double[][] value) {

    public int size() {
        return index.length;
    }

    /** Value of the {@code entry}-th feature of a row. */
    double value(int row, int entry) {
        return value[row][Math.max(0, entry - (index[row].length - value[row].length))];
    }

    /** One row as the scorer of policies sees it. */
    public SparseVector vector(int row) {
        return SparseVector.of(
                index[row],
                IntStream.range(0, index[row].length)
                        .mapToDouble(j -> value(row, j))
                        .toArray());
    }

    /** Σ weight × value of one row. */
    double dot(int row, double[] weights) {
        return dot(index[row], value[row], weights);
    }

    static double dot(int[] index, double[] value, double[] weights) {
        if (value.length == 0) {
            return 0;
        }
        int sharing = index.length - value.length + 1;
        double sum = 0;
        for (int j = 0; j < sharing; j++) {
            sum += weights[index[j]];
        }
        sum *= value[0];
        for (int j = sharing; j < index.length; j++) {
            sum += value[j - sharing + 1] * weights[index[j]];
        }
        return sum;
    }

    /**
     * Σ weight × value of one row for several candidates.
     *
     * @param weights the candidates of a feature side by side
     * @param sums one per candidate, overwritten
     */
    void dot(int row, double[] weights, double[] sums) {
        int[] at = index[row];
        double[] of = value[row];
        Arrays.fill(sums, 0);
        int width = sums.length;
        int sharing = at.length - of.length + 1;
        for (int j = 0; j < Math.min(sharing, at.length); j++) {
            int base = at[j] * width;
            for (int k = 0; k < width; k++) {
                sums[k] += weights[base + k];
            }
        }
        for (int k = 0; k < width && of.length > 0; k++) {
            sums[k] *= of[0];
        }
        for (int j = sharing; j < at.length; j++) {
            int base = at[j] * width;
            double by = of[j - sharing + 1];
            for (int k = 0; k < width; k++) {
                sums[k] += by * weights[base + k];
            }
        }
    }

    /**
     * Adds factor × value of one row to a dense vector.
     *
     * @param vector the candidates of a feature side by side
     * @param factor one per candidate
     */
    void addTo(double[] vector, int row, double[] factor) {
        int[] at = index[row];
        int width = factor.length;
        for (int j = 0; j < at.length; j++) {
            int base = at[j] * width;
            double by = value(row, j);
            for (int k = 0; k < width; k++) {
                vector[base + k] += by * factor[k];
            }
        }
    }

    /** As {@link #addTo}, with value² in the place of the value. */
    void addSquaresTo(double[] vector, int row, double[] factor) {
        int[] at = index[row];
        int width = factor.length;
        for (int j = 0; j < at.length; j++) {
            int base = at[j] * width;
            double by = value(row, j) * value(row, j);
            for (int k = 0; k < width; k++) {
                vector[base + k] += by * factor[k];
            }
        }
    }

    /** The values of a row with what its leading entries share stored once. */
    static double[] compacted(double[] values) {
        int sharing = 1;
        while (sharing < values.length && values[sharing] == values[0]) {
            sharing++;
        }
        if (sharing <= 1) {
            return values;
        }
        double[] compacted = new double[values.length - sharing + 1];
        compacted[0] = values[0];
        System.arraycopy(values, sharing, compacted, 1, values.length - sharing);
        return compacted;
    }
}
