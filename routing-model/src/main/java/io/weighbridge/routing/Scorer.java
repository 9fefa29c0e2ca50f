package io.weighbridge.routing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The per-call models of all candidates; logistic ones laid out so that a feature touches the weights of all of them in one
 * row, and a feature without weights touches none. Adds in the order of {@link LogisticModel#logOdds}, so the results are equal.
 */
final class Scorer {
    private static final int NO_ROW = -1;

    /** Candidates whose sums are kept in registers at a time. */
    private static final int BLOCK = 4;

    private final List<Candidate> candidates;
    private final Map<String, @Nullable TaskQuality[]> tables = new HashMap<>();
    private final int width;
    private final boolean hasPerCall;
    private final int[] rowOfIndex;
    private final double[] rows;

    Scorer(Policy policy) {
        candidates = policy.candidates();
        width = (candidates.size() + BLOCK - 1) / BLOCK * BLOCK;
        BitSet used = new BitSet(policy.features().dimension());
        boolean any = false;
        for (Candidate candidate : candidates) {
            @Nullable CallModel perCall = candidate.quality().perCall();
            any |= perCall != null;
            if (perCall instanceof LogisticModel logistic) {
                for (int i = 0; i < logistic.weights().size(); i++) {
                    used.set(logistic.weights().index(i));
                }
            }
        }
        hasPerCall = any;
        for (int k = 0; k < candidates.size(); k++) {
            placeTable(k, candidates.get(k).quality());
        }
        rowOfIndex = new int[used.length()];
        Arrays.fill(rowOfIndex, NO_ROW);
        int row = 0;
        for (int index = used.nextSetBit(0); index >= 0; index = used.nextSetBit(index + 1)) {
            rowOfIndex[index] = row++;
        }
        rows = new double[Math.multiplyExact(row, width)];
        for (int k = 0; k < candidates.size(); k++) {
            placeWeights(k, candidates.get(k).quality().perCall());
        }
    }

    private void placeTable(int k, QualityModel quality) {
        quality.tasks()
                .forEach((task, taskQuality) -> tables.computeIfAbsent(
                                task, any -> new @Nullable TaskQuality[candidates.size()])[k] = taskQuality);
    }

    private void placeWeights(int k, @Nullable CallModel perCall) {
        if (perCall instanceof LogisticModel logistic) {
            SparseVector weights = logistic.weights();
            for (int i = 0; i < weights.size(); i++) {
                rows[rowOfIndex[weights.index(i)] * width + k] = weights.value(i);
            }
        }
    }

    /** Whether any candidate has a per-call model; otherwise no features are needed. */
    boolean hasPerCall() {
        return hasPerCall;
    }

    /** The log-odds per candidate; meaningless for those without a per-call model. */
    double[] logOdds(SparseVector features) {
        double[] sums = new double[width];
        for (int k = 0; k < candidates.size(); k++) {
            @Nullable CallModel perCall = candidates.get(k).quality().perCall();
            sums[k] = perCall instanceof LogisticModel logistic ? logistic.bias() : 0;
        }
        int[] offsets = new int[features.size()];
        double[] values = new double[features.size()];
        int count = 0;
        for (int f = 0; f < offsets.length; f++) {
            int index = features.index(f);
            int row = index < rowOfIndex.length ? rowOfIndex[index] : NO_ROW;
            if (row != NO_ROW) {
                offsets[count] = row * width;
                values[count++] = features.value(f);
            }
        }
        for (int k = 0; k < width; k += BLOCK) {
            addBlock(sums, k, offsets, values, count);
        }
        for (int k = 0; k < candidates.size(); k++) {
            @Nullable CallModel perCall = candidates.get(k).quality().perCall();
            if (perCall instanceof BoostedTrees trees) {
                sums[k] = trees.logOdds(features);
            }
        }
        return sums;
    }

    private void addBlock(double[] sums, int k, int[] offsets, double[] values, int count) {
        double sum0 = sums[k];
        double sum1 = sums[k + 1];
        double sum2 = sums[k + 2];
        double sum3 = sums[k + 3];
        for (int f = 0; f < count; f++) {
            int at = offsets[f] + k;
            double value = values[f];
            sum0 += rows[at] * value;
            sum1 += rows[at + 1] * value;
            sum2 += rows[at + 2] * value;
            sum3 += rows[at + 3] * value;
        }
        sums[k] = sum0;
        sums[k + 1] = sum1;
        sums[k + 2] = sum2;
        sums[k + 3] = sum3;
    }

    /**
     * The expected quality per candidate, NaN where it has no evidence for the task.
     *
     * @param logOdds as computed by {@link #logOdds}, or {@code null} if there is no prompt: then the table decides
     */
    double[] quality(String task, double @Nullable [] logOdds) {
        double[] quality = new double[candidates.size()];
        @Nullable TaskQuality[] table = tables.get(task);
        if (table == null) {
            Arrays.fill(quality, Double.NaN);
            return quality;
        }
        for (int k = 0; k < quality.length; k++) {
            quality[k] = quality(candidates.get(k).quality(), table[k], logOdds == null ? Double.NaN : logOdds[k]);
        }
        return quality;
    }

    private static double quality(QualityModel model, @Nullable TaskQuality table, double logOdds) {
        if (table == null) {
            return Double.NaN;
        }
        double share = table.perCallShare();
        if (share == 0 || model.perCall() == null || Double.isNaN(logOdds)) {
            return table.mean();
        }
        return share * model.calibration().apply(logOdds) + (1 - share) * table.mean();
    }
}
