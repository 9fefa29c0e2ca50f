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
        DataReport data,
        @Nullable Transfer transfer,
        @Nullable Embeddings embeddings,
        @Nullable Curves curves) {

    /**
     * @param settings what the search chose in the folds
     * @param gainOverTable AIQ minus that of the per-task table
     */
    public record Router(
            @Nullable Double aiq,
            List<RouterPoint> points,
            SortedSet<String> settings,
            @Nullable Gain gainOverTable) {}

    /**
     * @param costUsd null where costs are unknown
     * @param strongShare share of calls to the strong of two models; null for other sweeps
     * @param largestShare largest share of calls that one model serves; 1 is a collapsed router
     */
    public record RouterPoint(
            String setting,
            @Nullable Double costUsd,
            double quality,
            @Nullable Double strongShare,
            double largestShare) {}

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
    public record TwoModel(
            String weak,
            String strong,
            double apgr,
            double cpt50,
            double cpt80,
            @Nullable Gain gainOverTable) {}

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

    /**
     * What must not work, and what is hard to beat.
     *
     * @param shuffledLabels the router on outcomes dealt to other prompts
     * @param randomFeatures the router on texts dealt to other prompts
     */
    public record Controls(Control shuffledLabels, Area promptLengthOnly, Control randomFeatures) {}

    /**
     * A control and what it gains over the per-task table of the same labels, which must be nothing.
     *
     * @param gainAiq null where costs are unknown
     * @param gainApgr null unless two models are compared
     */
    public record Control(
            @Nullable Double aiq,
            @Nullable Double apgr,
            @Nullable Gain gainAiq,
            @Nullable Gain gainApgr) {}

    /**
     * Where the router was trained on another set of prompts.
     *
     * @param trainPrompts prompts it was trained on
     * @param sharedDropped training prompts left out as near-duplicates of tested ones
     * @param models trained model by tested model
     */
    public record Transfer(int trainPrompts, int sharedDropped, Map<String, String> models) {}

    /**
     * A second router that also sees sentence embeddings, beside the one that is measured above and exported.
     *
     * @param model that made them
     * @param gainOverTable AIQ minus that of the per-task table
     */
    public record Embeddings(
            String model,
            @Nullable Double aiq,
            @Nullable TwoModel twoModel,
            @Nullable Gain gainOverTable,
            SortedSet<String> settings) {}

    /**
     * Quality against cost, or against the share of calls to the strong of two models.
     *
     * @param axis {@code cost_usd} or {@code strong_share}
     */
    public record Curves(String axis, List<Curve> curves) {}

    /** @param points by rising x; one point alone is a model or the oracle */
    public record Curve(String name, List<CurvePoint> points) {}

    public record CurvePoint(double x, double quality) {}

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
