package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Quality models of all candidates, fitted with one set of settings.
 *
 * @param candidates in the order of the label columns
 */
public record QualityModels(FitSettings settings, List<CandidateFit> candidates) {
    /** From so many predictions out of fold factors and share are as good as known, and a final fit is one fit. */
    private static final int MOST_HELD_OUT = 100_000;

    private static final double[] SHARES = {0.25, 0.5, 0.75, 1};

    /** One-sided 1 %. */
    private static final double BEYOND_CHANCE = 2.33;

    /** One-sided 10 %: what the best of a few shares gains by luck is not taken for an advantage over the table. */
    private static final double BETTER_THAN_TABLE = 1.28;

    public QualityModels {
        candidates = List.copyOf(candidates);
    }

    /** Expected quality of each candidate for a row. */
    public double[] quality(Requests requests, String task, int row) {
        SparseRows features = requests.features(settings.schema());
        double[] quality = new double[candidates.size()];
        Arrays.setAll(quality, k -> candidates.get(k).quality(task, features, row));
        return quality;
    }

    /**
     * How far per-call models are to be trusted, as predictions for rows they have not seen tell.
     *
     * @param scales of each candidate's deviations from the table
     * @param share of the per-call models; the rest is the table's
     */
    public record Trust(DeviationScale[] scales, double share) {}

    /** Fits on the rows of the folds, trusted as the folds tell. */
    public static QualityModels fit(Labels labels, Requests requests, InnerFolds folds, FitSettings settings) {
        return fit(labels, requests, folds, settings, trust(labels, requests, folds, settings));
    }

    /** Cross-validation inside the rows: it costs as many fits as there are folds. */
    public static Trust trust(Labels labels, Requests requests, InnerFolds folds, FitSettings settings) {
        OutOfFold held = OutOfFold.of(
                labels, requests.features(settings.schema()), settings, folds.ofAtMost(MOST_HELD_OUT), all(labels));
        DeviationScale[] scales = held.scales();
        return new Trust(scales, bestShare(held, scales));
    }

    /** One fit of each candidate on all rows. */
    public static QualityModels fit(
            Labels labels, Requests requests, InnerFolds folds, FitSettings settings, Trust trust) {
        CandidateTrainer trainer =
                new CandidateTrainer(labels, requests.features(settings.schema()), settings, folds.rows());
        int[] all = all(labels);
        List<CandidateTrainer.Fitted> fitted = trainer.fit(all);
        List<CandidateFit> fits = IntStream.of(all)
                .mapToObj(k -> calibrated(fitted.get(k), trust.scales()[k], trust.share()))
                .toList();
        return new QualityModels(settings, fits);
    }

    private static int[] all(Labels labels) {
        return IntStream.range(0, labels.candidates()).toArray();
    }

    private static CandidateFit calibrated(CandidateTrainer.Fitted fitted, DeviationScale scale, double share) {
        PerCallModel linear = fitted.perCall().scaled(fitted.centre(), scale.linear());
        TreeModel trees = fitted.trees() == null ? null : fitted.trees().scaled(scale.trees());
        return new CandidateFit(fitted.table(), linear, trees, scale, share);
    }

    /**
     * The share that is worth most to a router. It is 0, the table alone, unless prompts tell something beyond chance and
     * what they tell is worth more than the table.
     */
    static double bestShare(OutOfFold held, DeviationScale[] scales) {
        HeldOutValue value = HeldOutValue.of(held);
        double[][] table = held.tableQuality();
        double most = value.of(table);
        double best = 0;
        for (double share : SHARES) {
            double[][] quality = held.quality(scales, share);
            double worth = value.of(quality);
            if (worth > most
                    && held.standardErrorsBetter(quality, table) > BEYOND_CHANCE
                    && value.standardErrorsBetter(quality, table) > BETTER_THAN_TABLE) {
                most = worth;
                best = share;
            }
        }
        return best;
    }
}
