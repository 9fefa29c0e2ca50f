package io.weighbridge.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of all logistic models, those of one feature side by side in a row: a feature is looked up once for all
 * candidates, and one without weights costs a bit. Which features have a row is a set of bits; the number of the row is how many
 * bits are set before, counted per word beforehand (a rank directory: G. Jacobson, "Space-efficient static trees and graphs",
 * 1989), so that the directory stays in the nearest cache.
 */
final class WeightRows {
    /** Candidates whose sums are kept in registers at a time: enough that a sum need not wait for its last addition. */
    private static final int BLOCK = 6;

    /** Most places in the table of rows: 256 MiB. */
    private static final int MOST_PLACES = 1 << 25;

    /** Of a larger table than 8 MiB, most places for each weight: models that share few features would fill it with zeros. */
    private static final int MOST_PLACES_PER_WEIGHT = 16;

    private static final int PLACES_AT_WILL = 1 << 20;

    private final int candidates;
    private final double[] biases;

    /** Per feature a bit, whether it has a row. */
    private final long[] weighted;

    /** Per word of those, how many rows are before it. */
    private final int[] rowsBefore;

    private final double[] weights;

    private WeightRows(int candidates, double[] biases, long[] weighted, int[] rowsBefore, double[] weights) {
        this.candidates = candidates;
        this.biases = biases;
        this.weighted = weighted;
        this.rowsBefore = rowsBefore;
        this.weights = weights;
    }

    /**
     * @param models one per candidate, {@code null} for those that are not logistic: what is computed for them means nothing
     * @return {@code null} if the table would be too large
     */
    static @Nullable WeightRows of(List<@Nullable LogisticModel> models, int dimension) {
        long[] weighted = new long[dimension / Long.SIZE + 1];
        long allWeights = 0;
        for (@Nullable LogisticModel model : models) {
            if (model != null) {
                addFeatures(weighted, model.weights());
                allWeights += model.weights().size();
            }
        }
        int[] rowsBefore = new int[weighted.length];
        int rows = 0;
        for (int word = 0; word < weighted.length; word++) {
            rowsBefore[word] = rows;
            rows += Long.bitCount(weighted[word]);
        }
        int candidates = models.size();
        long places = (long) rows * candidates;
        if (places > MOST_PLACES || places > Math.max(PLACES_AT_WILL, MOST_PLACES_PER_WEIGHT * allWeights)) {
            return null;
        }
        // Rows of few candidates are read beyond their end.
        WeightRows table = new WeightRows(
                candidates,
                new double[Math.max(candidates, BLOCK)],
                weighted,
                rowsBefore,
                new double[rows * candidates + BLOCK]);
        for (int k = 0; k < models.size(); k++) {
            @Nullable LogisticModel model = models.get(k);
            if (model != null) {
                table.place(k, model);
            }
        }
        return table;
    }

    private static void addFeatures(long[] weighted, SparseVector weights) {
        for (int i = 0; i < weights.size(); i++) {
            weighted[weights.index(i) >>> 6] |= 1L << weights.index(i);
        }
    }

    private void place(int k, LogisticModel model) {
        biases[k] = model.bias();
        SparseVector ofModel = model.weights();
        for (int i = 0; i < ofModel.size(); i++) {
            weights[offset(ofModel.index(i)) + k] = ofModel.value(i);
        }
    }

    /** Where the row of a feature begins, if it has one. */
    private int offset(int index) {
        int row = rowsBefore[index >>> 6] + Long.bitCount(weighted[index >>> 6] & ((1L << index) - 1));
        return row * candidates;
    }

    /** How many sums there are: one per candidate, and no fewer than a block has. */
    int sums() {
        return biases.length;
    }

    /** Sets the log-odds of all candidates. */
    void score(Scratch request, double[] sums) {
        int[] offsets = request.rowOffsets();
        double[] values = request.rowValues();
        int count = 0;
        int beyond = weighted.length * Long.SIZE;
        for (int f = 0; f < request.size() && request.indices()[f] < beyond; f++) {
            int index = request.indices()[f];
            offsets[count] = offset(index);
            values[count] = request.values()[f];
            count += (int) (weighted[index >>> 6] >>> index) & 1;
        }
        for (int k = 0; k < candidates; k += BLOCK) {
            // The last block shares candidates with the one before: rows have no places to fill it up.
            addBlock(sums, Math.min(k, biases.length - BLOCK), offsets, values, count);
        }
    }

    private void addBlock(double[] sums, int k, int[] offsets, double[] values, int count) {
        double sum0 = biases[k];
        double sum1 = biases[k + 1];
        double sum2 = biases[k + 2];
        double sum3 = biases[k + 3];
        double sum4 = biases[k + 4];
        double sum5 = biases[k + 5];
        for (int f = 0; f < count; f++) {
            int at = offsets[f] + k;
            double value = values[f];
            sum0 += weights[at] * value;
            sum1 += weights[at + 1] * value;
            sum2 += weights[at + 2] * value;
            sum3 += weights[at + 3] * value;
            sum4 += weights[at + 4] * value;
            sum5 += weights[at + 5] * value;
        }
        sums[k] = sum0;
        sums[k + 1] = sum1;
        sums[k + 2] = sum2;
        sums[k + 3] = sum3;
        sums[k + 4] = sum4;
        sums[k + 5] = sum5;
    }
}
