package io.weighbridge.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The per-call models and tables of all candidates, laid out so that all score a request together. The results are equal. */
final class Scorer {
    private final List<Candidate> candidates;
    private final Map<String, @Nullable TaskQuality[]> tables = new HashMap<>();
    private final @Nullable WeightRows rows;
    private final @Nullable TreeScorer trees;
    private final boolean hasPerCall;

    /** Models too large to be laid out: they score by themselves. */
    private final Map<Integer, CallModel> others = new HashMap<>();

    Scorer(Policy policy) {
        candidates = policy.candidates();
        List<@Nullable LogisticModel> logistic = new ArrayList<>();
        boolean any = false;
        for (int k = 0; k < candidates.size(); k++) {
            QualityModel quality = candidates.get(k).quality();
            placeTable(k, quality);
            any |= quality.perCall() != null;
            logistic.add(linear(quality.perCall()));
        }
        hasPerCall = any;
        rows = logistic.stream().allMatch(Objects::isNull)
                ? null
                : WeightRows.of(logistic, policy.features().dimension());
        trees = TreeScorer.of(candidates);
        for (int k = 0; k < candidates.size(); k++) {
            @Nullable CallModel perCall = candidates.get(k).quality().perCall();
            if (perCall != null && !isLaidOut(perCall)) {
                others.put(k, perCall);
            }
        }
    }

    private void placeTable(int k, QualityModel quality) {
        quality.tasks()
                .forEach((task, taskQuality) -> tables.computeIfAbsent(
                                task, any -> new @Nullable TaskQuality[candidates.size()])[k] = taskQuality);
    }

    private static @Nullable LogisticModel linear(@Nullable CallModel model) {
        if (model instanceof StackedModel stacked) {
            return stacked.linear();
        }
        return model instanceof LogisticModel logistic ? logistic : null;
    }

    private boolean isLaidOut(CallModel model) {
        if (model instanceof BoostedTrees boosted) {
            return TreeScorer.isSmall(boosted);
        }
        return rows != null && !(model instanceof StackedModel stacked && !TreeScorer.isSmall(stacked.trees()));
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
        double[] sums = request.sums(rows == null ? candidates.size() : rows.sums());
        if (rows != null) {
            rows.score(request, sums);
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
