package io.weighbridge.routing;

/** A reusable sparse vector of a few dozen entries, kept sorted; values added at one index are summed. */
final class SmallVector {
    private final int[] indices;
    private final double[] values;
    private int size;

    SmallVector(int capacity) {
        indices = new int[capacity];
        values = new double[capacity];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void add(int index, double value) {
        int place = size;
        while (place > 0 && indices[place - 1] > index) {
            place--;
        }
        if (place > 0 && indices[place - 1] == index) {
            values[place - 1] += value;
            return;
        }
        for (int i = size; i > place; i--) {
            indices[i] = indices[i - 1];
            values[i] = values[i - 1];
        }
        indices[place] = index;
        values[place] = value;
        size++;
    }

    void copyTo(int[] targetIndices, double[] targetValues, int position) {
        System.arraycopy(indices, 0, targetIndices, position, size);
        System.arraycopy(values, 0, targetValues, position, size);
    }
}
