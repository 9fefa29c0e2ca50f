package io.weighbridge.trainer.fit;

/**
 * Feature vectors of many rows, without their zeros.
 *
 * @param dimension number of features; every index is below it
 * @param index feature indices of each row, ascending
 * @param value feature values of each row, in the order of the indices
 */
public record SparseRows(int dimension, int[][] index, double[][] value) {

    public int size() {
        return index.length;
    }
}
