package io.weighbridge.trainer.train;

import io.weighbridge.routing.Policy;
import io.weighbridge.trainer.metrics.Point;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a training run, as its JSON spells it in snake_case.
 *
 * @param collapse of the policy on the select part; null where that is empty
 */
public record TrainResult(
        String policy,
        List<String> candidates,
        CertificateResult certificate,
        Evaluation evaluation,
        @Nullable Collapse collapse,
        Report report) {

    /**
     * @param certified whether a policy other than "every incumbent" holds the bound
     * @param expiresAt from when on that is no longer said
     * @param costSaving share of the incumbents' cost that the exported policy saves on the certification part
     * @param uncertified whether the exported policy goes beyond what was certified
     * @param trial null where nothing was tested
     * @param tasks what holds of tasks, each by itself
     * @param agents likewise of agents
     */
    public record CertificateResult(
            double maxQualityLoss,
            double confidence,
            boolean certified,
            Instant expiresAt,
            @Nullable Double costSaving,
            double realisedQualityLoss,
            int units,
            int clusters,
            boolean uncertified,
            @Nullable TrialResult trial,
            Map<String, PartResult> tasks,
            Map<String, PartResult> agents) {}

    /** See {@link io.weighbridge.routing.Certificate.Trial}. */
    public record TrialResult(
            String design, String set, int use, int window, double error, double pValue, double crossCheck) {}

    /** See {@link io.weighbridge.routing.Certificate.Part}. */
    public record PartResult(
            double maxQualityLoss,
            boolean certified,
            @Nullable Double costSaving,
            double realisedQualityLoss,
            long units,
            long clusters,
            double pValue,
            double crossCheck) {}

    /** The incumbents and every step of the grid on the certification part. */
    public record Evaluation(@Nullable Double aiq, List<Point> points) {}

    /**
     * @param smileDifference largest difference between an exported score and Smile's
     * @param openTasks tasks in which a cheaper model may serve
     * @param unpriced candidates without a price: no call is moved to them or from them
     */
    public record Report(
            String policyId,
            @Nullable String auditId,
            long trainingRows,
            int units,
            int fitUnits,
            int selectUnits,
            int certifyUnits,
            int gridSteps,
            int certifiedSteps,
            String settings,
            double smileDifference,
            List<String> openTasks,
            List<String> unpriced) {}

    /** What training leaves behind: the policy, its card for people in Markdown and as a page, and the result for machines. */
    public record Trained(Policy policy, String modelCard, String modelCardPage, TrainResult result) {}
}
