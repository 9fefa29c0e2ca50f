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

    /** Most weights in the table of rows: 256 MiB. */
    private static final int MOST_WEIGHTS = 1 << 25;

    private final List<Candidate> candidates;
    private final Map<String, @Nullable TaskQuality[]> tables = new HashMap<>();
    private final int width;
    private final boolean hasPerCall;
    private final int[] rowOfIndex;
    private final double[] rows;
    private final double[] biases;
    private final @Nullable TreeScorer trees;

    /** Models too large to be laid out: they score by themselves. */
    private final Map<Integer, CallModel> others = new HashMap<>();

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
        boolean fits = (long) row * width <= MOST_WEIGHTS;
        rows = new double[fits ? row * width : 0];
        biases = new double[width];
        for (int k = 0; k < candidates.size(); k++) {
            place(k, candidates.get(k).quality().perCall(), fits);
        }
        trees = TreeScorer.of(candidates);
    }

    private void placeTable(int k, QualityModel quality) {
        quality.tasks()
                .forEach((task, taskQuality) -> tables.computeIfAbsent(
                                task, any -> new @Nullable TaskQuality[candidates.size()])[k] = taskQuality);
    }

    private void place(int k, @Nullable CallModel perCall, boolean fits) {
        if (perCall instanceof LogisticModel logistic && fits) {
            biases[k] = logistic.bias();
            SparseVector weights = logistic.weights();
            for (int i = 0; i < weights.size(); i++) {
                rows[rowOfIndex[weights.index(i)] * width + k] = weights.value(i);
            }
        } else if (perCall != null && !(perCall instanceof BoostedTrees model && TreeScorer.isSmall(model))) {
            others.put(k, perCall);
        }
    }

    /** Whether any candidate has a per-call model; otherwise no features are needed. */
    boolean hasPerCall() {
        return hasPerCall;
    }

    /** The log-odds per candidate; meaningless for those without a per-call model. */
    double[] logOdds(SparseVector features) {
        double[] sums = logOdds(Scratch.of(features));
        if (trees != null && isSomewhereNegative(features)) {
            for (int k = 0; k < candidates.size(); k++) {
                @Nullable CallModel perCall = candidates.get(k).quality().perCall();
                sums[k] = perCall == null ? 0 : perCall.logOdds(features);
            }
        }
        return sums;
    }

    private static boolean isSomewhereNegative(SparseVector features) {
        for (int i = 0; i < features.size(); i++) {
            if (features.value(i) < 0) {
                return true;
            }
        }
        return false;
    }

    /** The same of features none of which is negative, in an array that belongs to the request's memory and may be longer than there are candidates. */
    double[] logOdds(Scratch request) {
        double[] sums = request.sums(width);
        System.arraycopy(biases, 0, sums, 0, width);
        if (rows.length > 0) {
            addRows(request, sums);
        }
        if (trees != null) {
            trees.score(request, sums);
        }
        if (!others.isEmpty()) {
            SparseVector features = request.toVector();
            others.forEach((k, model) -> sums[k] = model.logOdds(features));
        }
        return sums;
    }

    private void addRows(Scratch request, double[] sums) {
        int[] offsets = request.rowOffsets();
        double[] values = request.rowValues();
        int count = 0;
        for (int f = 0; f < request.size(); f++) {
            int index = request.indices()[f];
            int row = index < rowOfIndex.length ? rowOfIndex[index] : NO_ROW;
            if (row != NO_ROW) {
                offsets[count] = row * width;
                values[count++] = request.values()[f];
            }
        }
        for (int k = 0; k < width; k += BLOCK) {
            addBlock(sums, k, offsets, values, count);
        }
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
