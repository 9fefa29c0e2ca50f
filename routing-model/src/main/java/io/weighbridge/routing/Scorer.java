package io.weighbridge.routing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The per-call models of all candidates, laid out so that a feature touches the weights of all of them in one row, and a
 * feature without weights touches none. Adds in the order of {@link LogisticModel#logOdds}, so the results are equal.
 */
final class Scorer {
    private static final int NO_ROW = -1;

    private final List<Candidate> candidates;
    private final boolean hasPerCall;
    private final int[] rowOfIndex;
    private final double[] rows;

    Scorer(Policy policy) {
        candidates = policy.candidates();
        BitSet used = new BitSet(policy.features().dimension());
        boolean any = false;
        for (Candidate candidate : candidates) {
            @Nullable LogisticModel perCall = candidate.quality().perCall();
            if (perCall != null) {
                any = true;
                for (int i = 0; i < perCall.weights().size(); i++) {
                    used.set(perCall.weights().index(i));
                }
            }
        }
        hasPerCall = any;
        rowOfIndex = new int[used.length()];
        Arrays.fill(rowOfIndex, NO_ROW);
        int row = 0;
        for (int index = used.nextSetBit(0); index >= 0; index = used.nextSetBit(index + 1)) {
            rowOfIndex[index] = row++;
        }
        rows = new double[Math.multiplyExact(row, candidates.size())];
        for (int k = 0; k < candidates.size(); k++) {
            placeWeights(k, candidates.get(k).quality().perCall());
        }
    }

    private void placeWeights(int k, @Nullable LogisticModel perCall) {
        if (perCall != null) {
            SparseVector weights = perCall.weights();
            for (int i = 0; i < weights.size(); i++) {
                rows[rowOfIndex[weights.index(i)] * candidates.size() + k] = weights.value(i);
            }
        }
    }

    /** Whether any candidate has a per-call model; otherwise no features are needed. */
    boolean hasPerCall() {
        return hasPerCall;
    }

    /** The log-odds per candidate; meaningless for those without a per-call model. */
    double[] logOdds(SparseVector features) {
        int width = candidates.size();
        double[] sums = new double[width];
        for (int k = 0; k < width; k++) {
            @Nullable LogisticModel perCall = candidates.get(k).quality().perCall();
            sums[k] = perCall == null ? 0 : perCall.bias();
        }
        for (int f = 0; f < features.size(); f++) {
            int index = features.index(f);
            int row = index < rowOfIndex.length ? rowOfIndex[index] : NO_ROW;
            if (row != NO_ROW) {
                double value = features.value(f);
                int offset = row * width;
                for (int k = 0; k < width; k++) {
                    sums[k] += rows[offset + k] * value;
                }
            }
        }
        return sums;
    }

    /**
     * The expected quality per candidate, NaN where it has no evidence for the task.
     *
     * @param logOdds as computed by {@link #logOdds}, or {@code null} if there is no prompt: then the table decides
     */
    double[] quality(String task, double @Nullable [] logOdds) {
        double[] quality = new double[candidates.size()];
        for (int k = 0; k < quality.length; k++) {
            QualityModel model = candidates.get(k).quality();
            quality[k] = quality(model, model.tasks().get(task), logOdds == null ? Double.NaN : logOdds[k]);
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
