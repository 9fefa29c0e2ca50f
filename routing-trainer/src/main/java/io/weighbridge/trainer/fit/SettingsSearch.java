package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the settings that are worth most to a router on out-of-fold predictions inside the training rows. Of many
 * candidates a few are compared: the settings are shared, and the search would cost more than all fits together.
 */
public final class SettingsSearch {
    private static final int MOST_COMPARED = 4;
    /** More rows change no choice that matters, and cross-validation costs several times the final fit. */
    private static final int MOST_ROWS = 20_000;

    private static final double[] RIDGES = {4, 16, 64};
    /** How much freer weights of words are than those of task and structure, which are few and always there. */
    private static final double USUAL_TEXT_FREEDOM = 4;

    private static final double LARGE_TEXT_FREEDOM = 16;
    private static final double FREE_WORDS_RIDGE = 16;

    private static final double COMMON_RIDGE = 4;
    /** Of few rows the best of several is so by luck: what is usual stays unless it is beaten by a standard error. */
    private static final double BETTER_THAN_BEFORE = 1;

    private static final double WORSE_BY_CHANCE = -0.5;

    private final Labels labels;
    private final Requests requests;
    private final InnerFolds folds;
    private final int[] compared;
    private FitSettings best = FitSettings.usual();
    private double @Nullable [][] bestQuality;

    private SettingsSearch(Labels labels, Requests requests, InnerFolds allFolds) {
        InnerFolds used = allFolds.ofAtMost(MOST_ROWS);
        boolean isPart = used.rows().length < allFolds.rows().length;
        this.labels = isPart ? labels.of(used.rows()) : labels;
        this.requests = isPart ? requests.of(used.rows()) : requests; // each schema extracts features of them all
        folds = isPart ? used.renumbered() : used;
        compared = inPlay(this.labels, folds.rows());
    }

    /**
     * Walks one setting at a time: whether words count in long prompts as in short ones, the ridge, how free words are, whether
     * there is a common difficulty or nothing else, whether words are crossed with tasks, whether there are trees.
     */
    public static FitSettings best(Labels labels, Requests requests, InnerFolds folds) {
        return new SettingsSearch(labels, requests, folds).walk();
    }

    private FitSettings walk() {
        consider(FitSettings.usual());
        for (double ridge : RIDGES) {
            consider(FitSettings.usual().withUnitLength(ridge, ridge / USUAL_TEXT_FREEDOM));
        }
        consider(FitSettings.usual().withUnitLength(FREE_WORDS_RIDGE, FREE_WORDS_RIDGE / LARGE_TEXT_FREEDOM));
        if (labels.candidates() > 2) { // of two, what they have in common does not tell which to prefer
            consider(best.withCommon(COMMON_RIDGE));
            consider(best.withCommon(COMMON_RIDGE).withoutOwn());
        }
        boolean severalTasks = IntStream.of(folds.rows())
                        .mapToObj(row -> labels.task()[row])
                        .distinct()
                        .count()
                > 1;
        if (severalTasks) {
            consider(best.crossed());
        }
        consider(best.withTrees(), WORSE_BY_CHANCE); // they rarely help much, and cost little where they do not
        return best;
    }

    private void consider(FitSettings settings) {
        consider(settings, BETTER_THAN_BEFORE);
    }

    /** @param standardErrors by which these settings must be better than the best before */
    private void consider(FitSettings settings, double standardErrors) {
        SparseRows features = requests.features(settings.schema());
        OutOfFold held = OutOfFold.of(labels, features, settings, folds, compared);
        HeldOutValue value = HeldOutValue.of(held);
        double[][] quality = held.quality(held.scales(), 1);
        double[][] before = bestQuality;
        if (before == null || value.standardErrorsBetter(quality, before) > standardErrors) {
            best = settings;
            bestQuality = quality;
        }
    }

    /**
     * The candidates among which the router will have to choose: where costs are known those that no cheaper one equals
     * in mean quality, the best first; else some spread over the mean quality.
     */
    private static int[] inPlay(Labels labels, int[] rows) {
        int candidates = labels.candidates();
        if (candidates <= MOST_COMPARED) {
            return IntStream.range(0, candidates).toArray();
        }
        double[] quality = means(candidates, rows, labels.score());
        double[][] costs = labels.cost();
        if (costs != null) {
            double[] usd = means(candidates, rows, costs);
            int[] efficient = IntStream.range(0, candidates)
                    .filter(k -> !Double.isNaN(usd[k]) && !Double.isNaN(quality[k]))
                    .filter(k -> IntStream.range(0, candidates)
                            .noneMatch(other -> usd[other] < usd[k] && quality[other] >= quality[k]))
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> -quality[k]))
                    .limit(MOST_COMPARED)
                    .mapToInt(k -> k)
                    .toArray();
            if (efficient.length >= 2) {
                return efficient;
            }
        }
        List<Integer> byMean = IntStream.range(0, candidates)
                .filter(k -> !Double.isNaN(quality[k]))
                .boxed()
                .sorted(Comparator.comparingDouble(k -> quality[k]))
                .toList();
        if (byMean.isEmpty()) {
            return new int[] {0};
        }
        return IntStream.range(0, MOST_COMPARED)
                .map(j -> byMean.get((int) Math.round((double) j * (byMean.size() - 1) / (MOST_COMPARED - 1))))
                .distinct()
                .toArray();
    }

    private static double[] means(int candidates, int[] rows, double[][] values) {
        return IntStream.range(0, candidates)
                .mapToDouble(k -> Arrays.stream(rows)
                        .mapToDouble(row -> values[row][k])
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }
}
