package io.weighbridge.trainer.fit;

import io.weighbridge.routing.SparseVector;
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

    /** Adds factor × value of one row to a dense vector. */
    static void addTo(double[] vector, int[] index, double[] value, double factor) {
        if (value.length == 0) {
            return;
        }
        int sharing = index.length - value.length + 1;
        double shared = factor * value[0];
        for (int j = 0; j < sharing; j++) {
            vector[index[j]] += shared;
        }
        for (int j = sharing; j < index.length; j++) {
            vector[index[j]] += factor * value[j - sharing + 1];
        }
    }

    /** Adds factor × value² of one row to a dense vector. */
    static void addSquaresTo(double[] vector, int[] index, double[] value, double factor) {
        int shared = index.length - value.length;
        for (int j = 0; j < index.length; j++) {
            double of = value[Math.max(0, j - shared)];
            vector[index[j]] += factor * of * of;
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
