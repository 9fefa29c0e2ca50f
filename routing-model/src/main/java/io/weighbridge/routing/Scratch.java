package io.weighbridge.routing;

import java.util.Arrays;

/** Reusable memory of one request at a time: its features, and what scoring them needs. */
final class Scratch {
    private int[] indices = new int[512];
    private double[] values = new double[512];
    private int size;

    /** Per feature with weights: where its row begins, and its value. */
    private int[] rowOffsets = new int[512];

    private double[] rowValues = new double[512];
    private double[] sums = new double[0];
    private long[] reachable = new long[0];

    /** Takes the features of a vector. */
    static Scratch of(SparseVector features) {
        Scratch scratch = new Scratch();
        scratch.resize(features.size());
        for (int i = 0; i < features.size(); i++) {
            scratch.indices[i] = features.index(i);
            scratch.values[i] = features.value(i);
        }
        return scratch;
    }

    /** Makes room for so many features, to be filled in. */
    void resize(int newSize) {
        if (newSize > indices.length) {
            int capacity = Math.max(newSize, 2 * indices.length);
            indices = new int[capacity];
            values = new double[capacity];
            rowOffsets = new int[capacity];
            rowValues = new double[capacity];
        }
        size = newSize;
    }

    int size() {
        return size;
    }

    int[] indices() {
        return indices;
    }

    double[] values() {
        return values;
    }

    int[] rowOffsets() {
        return rowOffsets;
    }

    double[] rowValues() {
        return rowValues;
    }

    double[] sums(int length) {
        if (sums.length < length) {
            sums = new double[length];
        }
        return sums;
    }

    long[] reachable(int length) {
        if (reachable.length < length) {
            reachable = new long[length];
        }
        return reachable;
    }

    SparseVector toVector() {
        return new SparseVector(Arrays.copyOf(indices, size), Arrays.copyOf(values, size));
    }
}
