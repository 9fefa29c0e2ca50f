package io.weighbridge.trainer.backtest;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The result of a backtest, as its JSON spells it in snake_case. {@code aiq} is null wherever costs are unknown;
 * {@code apgr} is a fraction, {@code cpt50} and {@code cpt80} are percent of calls to the strong model; {@code costUsd}
 * is the total over the prompts.
 *
 * @param prompts prompts evaluated
 * @param models models compared
 * @param costKnown whether at least two models have costs, so that there is a trade-off to measure
 */
public record BacktestResult(
        int prompts,
        int models,
        int folds,
        long seed,
        boolean costKnown,
        Router router,
        Baselines baselines,
        @Nullable TwoModel twoModel,
        @Nullable CertificateResult certificate,
        Controls controls,
        DataReport data) {

    /** @param settings what the search chose in the folds */
    public record Router(@Nullable Double aiq, List<RouterPoint> points, SortedSet<String> settings) {}

    /**
     * @param costUsd null where costs are unknown
     * @param strongShare share of calls to the strong of two models; null for other sweeps
     */
    public record RouterPoint(
            String setting,
            @Nullable Double costUsd,
            double quality,
            @Nullable Double strongShare) {}

    public record Baselines(
            SingleModel bestSingle,
            SingleModel alwaysCheap,
            Area singleModelHull,
            Area perTaskTable,
            Area knn,
            Area randomMix,
            Oracle oracle) {}

    /** @param model null where no costs tell which model this is */
    public record SingleModel(
            @Nullable String model,
            @Nullable Double quality,
            @Nullable Double costUsd) {}

    /** @param apgr for two models, the same predictions measured without costs */
    public record Area(@Nullable Double aiq, @Nullable Double apgr) {}

    public record Oracle(double quality, @Nullable Double costUsd) {}

    /** @param gainOverTable APGR minus that of the per-task table, with a bootstrap interval */
    public record TwoModel(String weak, String strong, double apgr, double cpt50, double cpt80, Gain gainOverTable) {}

    /** A difference and its paired cluster bootstrap interval. */
    public record Gain(double estimate, double low, double high, double confidence) {}

    /**
     * @param costSaving share of the incumbent's cost, on prompts that neither fit nor certificate has seen
     * @param realisedQualityLoss mean loss on the same prompts
     */
    public record CertificateResult(
            double maxQualityLoss,
            double confidence,
            boolean certified,
            @Nullable Double costSaving,
            @Nullable Double realisedQualityLoss,
            String incumbent,
            @Nullable Double tolerance,
            int certificationClusters,
            int heldOutPrompts,
            String method) {}

    public record Controls(Area shuffledLabels, Area promptLengthOnly) {}

    /**
     * What was read, left out and estimated.
     *
     * @param unpriced models without a cost, and why; they are in no aiq
     */
    public record DataReport(
            List<String> modelNames,
            int contaminatedDropped,
            int promptsWithoutOutcome,
            long rows,
            long rowsUnscored,
            long rowsWithoutPrompt,
            long missingCells,
            int promptGroups,
            String grouping,
            List<String> pricedModels,
            Map<String, String> unpriced,
            long costsGiven,
            long costsFromTokens,
            long costsFromEstimatedTokens,
            @Nullable String tokenEstimate) {}
}
