package io.weighbridge.routing;

import java.util.Arrays;

/** A vector of mostly zeros: strictly ascending indices, each with its finite value. Immutable. */
public final class SparseVector {
    /** The vector of zeros. */
    public static final SparseVector ZERO = new SparseVector(new int[0], new double[0]);

    private final int[] indices;
    private final double[] values;

    /** Takes ownership of arrays that are known to be valid. */
    SparseVector(int[] indices, double[] values) {
        this.indices = indices;
        this.values = values;
    }

    /**
     * Checks and copies the arrays.
     *
     * @throws IllegalArgumentException if lengths differ, an index is negative or not above the one before it, or a value
     *     is not finite
     */
    public static SparseVector of(int[] indices, double[] values) {
        if (indices.length != values.length) {
            throw new IllegalArgumentException(
                    "indices and values must be equally many, were " + indices.length + " and " + values.length);
        }
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || (i > 0 && indices[i] <= indices[i - 1])) {
                throw new IllegalArgumentException(
                        "indices[" + i + "]: must ascend strictly from 0, was " + indices[i]);
            }
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("values[" + i + "]: must be finite, was " + values[i]);
            }
        }
        return new SparseVector(indices.clone(), values.clone());
    }

    /** How many entries are stored. */
    public int size() {
        return indices.length;
    }

    /** The index of entry {@code i}, {@code 0 <= i < size()}. */
    public int index(int i) {
        return indices[i];
    }

    /** The value of entry {@code i}, {@code 0 <= i < size()}. */
    public double value(int i) {
        return values[i];
    }

    /** A copy of the indices. */
    public int[] indices() {
        return indices.clone();
    }

    /** A copy of the values, in the order of the indices. */
    public double[] values() {
        return values.clone();
    }

    /** The same with 0 at entry {@code i}. */
    SparseVector without(int i) {
        int[] otherIndices = new int[indices.length - 1];
        double[] otherValues = new double[indices.length - 1];
        System.arraycopy(indices, 0, otherIndices, 0, i);
        System.arraycopy(values, 0, otherValues, 0, i);
        System.arraycopy(indices, i + 1, otherIndices, i, otherIndices.length - i);
        System.arraycopy(values, i + 1, otherValues, i, otherValues.length - i);
        return new SparseVector(otherIndices, otherValues);
    }

    /** The value at an index of the full vector; 0 where nothing is stored. */
    public double at(int index) {
        int entry = Arrays.binarySearch(indices, index);
        return entry < 0 ? 0 : values[entry];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseVector that
                && Arrays.equals(indices, that.indices)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indices) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "SparseVector[" + size() + " entries]";
    }
}
