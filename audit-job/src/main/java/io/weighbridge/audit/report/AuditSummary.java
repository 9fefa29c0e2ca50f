package io.weighbridge.audit.report;

import io.weighbridge.audit.anomaly.Anomalies;
import io.weighbridge.audit.assessment.Assessment;
import io.weighbridge.audit.assessment.Assessment.Measured;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.Incumbent;
import io.weighbridge.audit.assessment.JudgeAgreement;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.assessment.Slice;
import io.weighbridge.audit.assessment.SuccessCost;
import io.weighbridge.audit.levers.HostingSizing;
import io.weighbridge.audit.levers.LeverOptions;
import io.weighbridge.audit.rollup.DistinctSketch;
import io.weighbridge.audit.rollup.LatencyHistogram;
import io.weighbridge.audit.rollup.ModelTraffic;
import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger.Total;
import io.weighbridge.audit.workflow.WorkflowCost;
import io.weighbridge.audit.workflow.WorkflowStep;
import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.CostPerSuccess;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.ReplaysNeeded;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.json} and what {@code audit --json} prints; component names are the JSON's, in snake_case there. Absent is
 * null.
 *
 * @param spendUsd the exact sum of the calls whose cost is known
 * @param spendIntervalUsd least and most that all calls can have cost; the second is null where nothing bounds one of them
 * @param usageMissingCalls calls with neither usage nor a bill
 * @param estimatedCalls those of them that a tokenizer's count of their texts bounds
 * @param units units of work with outcomes
 * @param registration null where the window was not registered before
 * @param levers in the order in which they are pulled; they add up to {@code jointSavingUsd}
 * @param slices by team, application and agent, over all tasks; slices.parquet has them by task too
 * @param hosting in the order of the settings
 * @param anomalies of the last day of the window
 * @param report path of report.html, relative to the summary in the file
 */
public record AuditSummary(
        String auditId,
        Window window,
        long calls,
        BigDecimal spendUsd,
        List<@Nullable BigDecimal> spendIntervalUsd,
        List<SpendTotal> byModel,
        List<VerdictLine> verdicts,
        List<LeverLine> levers,
        BigDecimal jointSavingUsd,
        String report,
        BigDecimal billedUsd,
        BigDecimal computedUsd,
        long unpricedCalls,
        long usageMissingCalls,
        long estimatedCalls,
        long inputTokens,
        long outputTokens,
        List<DayTotal> byDay,
        List<SpendTotal> byTask,
        List<SpendTotal> byTeam,
        List<SpendTotal> byApplication,
        List<Incumbent> incumbents,
        List<Choice> chosen,
        List<SuccessLine> costPerSuccess,
        Map<String, Long> verdictCounts,
        long units,
        double tolerance,
        double confidence,
        String priceVersion,
        @Nullable Registration registration,
        List<SliceLine> slices,
        List<JudgeAgreement> judges,
        List<WorkflowLine> workflows,
        List<StepLine> workflowSteps,
        List<HostingLine> hosting,
        Anomalies anomalies,
        Inputs inputs) {

    /** Workflows of one application run by the same models; fields as in {@link WorkflowCost}, amounts in USD. */
    public record WorkflowLine(
            String application,
            List<String> models,
            long workflows,
            long calls,
            BigDecimal spendUsd,
            long workflowsWithoutCost,
            long labelled,
            double successes,
            @Nullable BigDecimal costPerSuccessUsd,
            @Nullable BigDecimal lowUsd,
            @Nullable BigDecimal highUsd,
            @Nullable String reason) {

        static WorkflowLine of(WorkflowCost cost) {
            CostPerSuccess perSuccess = cost.perSuccess();
            return new WorkflowLine(
                    cost.application(),
                    cost.models(),
                    cost.workflows(),
                    cost.calls(),
                    Dollars.ofPicodollars(cost.spendPicodollars()),
                    cost.withoutCost(),
                    cost.labelled(),
                    cost.successes(),
                    perSuccess.refusal() == null ? usdOrNull(perSuccess.value()) : null,
                    usdOrNull(perSuccess.low()),
                    usdOrNull(perSuccess.high()),
                    perSuccess.refusal());
        }
    }

    /** One step of an application's workflows ({@link WorkflowStep}). */
    public record StepLine(
            String application,
            int step,
            long workflows,
            long calls,
            BigDecimal spendUsd,
            long failedCalls,
            String effectStatus) {

        static StepLine of(WorkflowStep step) {
            return new StepLine(
                    step.application(),
                    step.step(),
                    step.workflows(),
                    step.calls(),
                    Dollars.ofPicodollars(step.spendPicodollars()),
                    step.failedCalls(),
                    WorkflowStep.EFFECT_STATUS);
        }
    }

    /**
     * What the audit was made from: with these and the same time it is made again, byte for byte.
     *
     * @param lakeVersions Delta's version of each table, by folder
     * @param options as asked, defaults filled in
     * @param code version and commit
     */
    public record Inputs(
            Map<String, Long> lakeVersions,
            AuditOptions options,
            List<String> taskRules,
            Map<String, String> aliases,
            String priceVersion,
            LeverOptions levers,
            String orderSalt,
            Instant auditedAt,
            String code) {}

    /** What is known of a candidate in a part of the calls, over all tasks ({@link Slice}); amounts in USD. */
    public record SliceLine(
            String dimension,
            String value,
            @Nullable String task,
            String candidate,
            String status,
            long units,
            long clusters,
            double effectiveSize,
            double calls,
            @Nullable Double estimate,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable BigDecimal savingPerCallUsd,
            @Nullable BigDecimal savingPerCallLowUsd,
            @Nullable BigDecimal savingPerCallHighUsd,
            String reason) {

        static SliceLine of(Slice slice) {
            Estimate quality = slice.quality();
            Estimate saving = slice.savingPerCall();
            return new SliceLine(
                    slice.dimension(),
                    slice.value(),
                    slice.task(),
                    slice.candidate(),
                    slice.status(),
                    slice.units(),
                    slice.clusters(),
                    slice.effectiveSize(),
                    slice.calls(),
                    quality == null ? null : (Double) quality.value(),
                    quality == null ? null : (Double) quality.interval().low(),
                    quality == null ? null : (Double) quality.interval().high(),
                    saving == null ? null : Dollars.ofPicodollars(saving.value()),
                    saving == null
                            ? null
                            : Dollars.ofPicodollars(saving.interval().low()),
                    saving == null
                            ? null
                            : Dollars.ofPicodollars(saving.interval().high()),
                    slice.reason());
        }
    }

    private static @Nullable BigDecimal usdOrNull(@Nullable Double picodollars) {
        return picodollars == null ? null : Dollars.ofPicodollars(picodollars);
    }

    /** First and last day with data; both null where nothing is dated. */
    public record Window(@Nullable LocalDate from, @Nullable LocalDate to) {}

    /**
     * When and with what in sight the pairs were registered.
     *
     * @param outcomesThen outcomes that the lake held when each family was; 0 is a promise made in advance
     */
    public record Registration(
            String windowId, List<Instant> registeredAt, List<Long> outcomesThen, List<Integer> pairs) {
        static Registration of(RegisteredWindow window) {
            return new Registration(
                    window.windowId(),
                    window.families().stream()
                            .map(RegisteredWindow.Family::registeredAt)
                            .toList(),
                    window.families().stream()
                            .map(RegisteredWindow.Family::outcomesThen)
                            .toList(),
                    window.families().stream()
                            .map(family -> family.pairs().size())
                            .toList());
        }
    }

    /** One line of a breakdown; the column named {@code model}, {@code task} … is the same key everywhere. */
    public record SpendTotal(
            String name,
            @Nullable String model,
            long calls,
            BigDecimal spendUsd,
            BigDecimal spendLowUsd,
            @Nullable BigDecimal spendHighUsd,
            long inputTokens,
            long outputTokens,
            long unpricedCalls,
            long usageMissingCalls,
            long estimatedCalls,
            @Nullable TrafficLine traffic) {

        static SpendTotal of(Total total) {
            return of(total, null, null);
        }

        static SpendTotal ofModel(Total total, ModelTraffic traffic) {
            return of(total, total.name(), TrafficLine.of(traffic));
        }

        private static SpendTotal of(Total total, @Nullable String model, @Nullable TrafficLine traffic) {
            SpendAmount amount = total.amount();
            return new SpendTotal(
                    total.name(),
                    model,
                    amount.calls(),
                    amount.spendUsd(),
                    amount.spendLowUsd(),
                    amount.spendHighUsd(),
                    amount.inputTokens(),
                    amount.outputTokens(),
                    amount.unpricedCalls(),
                    amount.usageMissingCalls(),
                    amount.estimatedCalls(),
                    traffic);
        }
    }

    /**
     * When a model's calls came, how long they took, and of how many different prompts and sessions they were ({@link ModelTraffic}); what no
     * call says is null.
     *
     * @param latencyCalls calls whose duration the log tells
     * @param latencyRelativeError the largest of both latencies
     * @param distinctRelativeError the standard error of both numbers
     * @param peakTokensPerSecond in and out, in the mean of the hour
     */
    public record TrafficLine(
            @Nullable Long latencyP50Ms,
            @Nullable Long latencyP95Ms,
            long latencyCalls,
            double latencyRelativeError,
            @Nullable Long distinctPrompts,
            @Nullable Long distinctSessions,
            double distinctRelativeError,
            @Nullable Instant peakHour,
            @Nullable Double peakTokensPerSecond) {

        static TrafficLine of(ModelTraffic traffic) {
            LatencyHistogram latency = traffic.all().latency();
            return new TrafficLine(
                    latencyOrNull(latency, 0.5),
                    latencyOrNull(latency, 0.95),
                    latency.count(),
                    LatencyHistogram.RELATIVE_ERROR,
                    numberOrNull(traffic.all().prompts()),
                    numberOrNull(traffic.all().sessions()),
                    DistinctSketch.RELATIVE_ERROR,
                    traffic.peakHour(),
                    traffic.peakHour() == null ? null : (Double) (traffic.peakTokens() / 3600.0));
        }

        private static @Nullable Long latencyOrNull(LatencyHistogram latency, double p) {
            return latency.count() == 0 ? null : (Long) Math.round(latency.quantile(p));
        }

        private static @Nullable Long numberOrNull(DistinctSketch sketch) {
            return sketch.isEmpty() ? null : (Long) Math.round(sketch.estimate());
        }
    }

    /** What hosting a model would cost beside its calls; fields as in {@link HostingSizing}. */
    public record HostingLine(
            String model,
            List<String> replaces,
            double burst,
            long calls,
            @Nullable Instant peakHour,
            double peakTokensPerSecond,
            double meanTokensPerSecond,
            long replicas,
            long hours,
            BigDecimal hostingUsd,
            BigDecimal callsUsd,
            BigDecimal savingUsd,
            @Nullable Double breakEvenTokensPerSecond) {

        static HostingLine of(HostingSizing sizing) {
            BigDecimal breakEven = sizing.breakEvenTokensPerSecond();
            return new HostingLine(
                    sizing.hosted().model(),
                    sizing.hosted().replaces(),
                    sizing.hosted().burst(),
                    sizing.calls(),
                    sizing.peakHour(),
                    sizing.peakTokensPerSecond().doubleValue(),
                    sizing.meanTokensPerSecond().doubleValue(),
                    sizing.replicas(),
                    sizing.hours(),
                    sizing.hostingUsd(),
                    sizing.callsUsd(),
                    sizing.savingUsd(),
                    breakEven == null ? null : (Double) breakEven.doubleValue());
        }
    }

    /** One day's calls and known spend. */
    public record DayTotal(LocalDate day, long calls, BigDecimal spendUsd) {}

    /**
     * What a lever saves of what the ones before it have left.
     *
     * @param confidence "exact", "estimated" or "assumption"
     */
    public record LeverLine(String lever, BigDecimal savingUsd, long calls, String confidence) {}

    /** The candidate that would serve a task at the least cost among those that suffice. */
    public record Choice(String task, String incumbent, String candidate, BigDecimal savingUsd) {}

    /**
     * What a success costs, failures included; fields as in {@link SuccessCost}, amounts in USD.
     *
     * @param costPerSuccessUsd null without a success, and where the units are too few for an interval
     * @param highUsd null where nothing bounds it
     * @param reason why there is no interval; null where there is one
     */
    public record SuccessLine(
            String task,
            String model,
            long units,
            long clusters,
            long unitsWithoutCost,
            double successes,
            @Nullable BigDecimal costPerSuccessUsd,
            @Nullable BigDecimal lowUsd,
            @Nullable BigDecimal highUsd,
            @Nullable String reason) {

        static SuccessLine of(SuccessCost cost) {
            CostPerSuccess perSuccess = cost.picodollars();
            return new SuccessLine(
                    cost.task(),
                    cost.model(),
                    cost.units(),
                    perSuccess.clusters(),
                    cost.withoutCost(),
                    cost.successes(),
                    perSuccess.refusal() == null ? usdOrNull(perSuccess.value()) : null,
                    usdOrNull(perSuccess.low()),
                    usdOrNull(perSuccess.high()),
                    perSuccess.refusal());
        }
    }

    /** One verdict; its fields are explained at {@link Measured} and {@link io.weighbridge.audit.assessment.Saving}. */
    public record VerdictLine(
            String task,
            @Nullable String incumbent,
            @Nullable String candidate,
            String status,
            @Nullable Double estimate,
            @Nullable Double low,
            @Nullable Double high,
            String verdict,
            @Nullable BigDecimal savingUsd,
            @Nullable BigDecimal savingLowUsd,
            @Nullable BigDecimal savingHighUsd,
            String savingBasis,
            @Nullable String intervalMethod,
            @Nullable Double anytimeLow,
            @Nullable Double anytimeHigh,
            @Nullable Long units,
            @Nullable Long clusters,
            @Nullable Double effectiveSize,
            @Nullable Long replaysAtLeast,
            @Nullable Long replaysAtMost,
            @Nullable BigDecimal replayCostUsd,
            String reason,
            @Nullable Double neededShare,
            @Nullable Double neededShareLow,
            @Nullable Double neededShareHigh) {

        static VerdictLine of(Assessment assessment) {
            Measured measured = assessment.measured();
            ReplaysNeeded needed = measured == null ? null : measured.replaysNeeded();
            Estimate share =
                    measured != null && measured.neededShare() instanceof Estimate supported ? supported : null;
            return new VerdictLine(
                    assessment.task(),
                    assessment.incumbent(),
                    assessment.candidate(),
                    assessment.status(),
                    measured == null ? null : (Double) measured.estimate(),
                    measured == null ? null : (Double) measured.interval().low(),
                    measured == null ? null : (Double) measured.interval().high(),
                    assessment.verdict().label(),
                    assessment.saving().usd(),
                    assessment.saving().lowUsd(),
                    assessment.saving().highUsd(),
                    assessment.saving().basis(),
                    measured == null ? null : measured.intervalMethod(),
                    measured == null ? null : (Double) measured.anytime().low(),
                    measured == null ? null : (Double) measured.anytime().high(),
                    measured == null ? null : (Long) (long) measured.units(),
                    measured == null ? null : (Long) (long) measured.independent(),
                    measured == null ? null : (Double) measured.effectiveSize(),
                    needed == null ? null : (Long) needed.atLeast(),
                    needed == null ? null : needed.atMost(),
                    measured == null ? null : measured.replayCostUsd(),
                    assessment.reason(),
                    share == null ? null : inUnit(share.value()),
                    share == null ? null : inUnit(share.interval().low()),
                    share == null ? null : inUnit(share.interval().high()));
        }

        /** A weighted share, and a t interval, may reach a little beyond what a share can be. */
        private static Double inUnit(double share) {
            return Math.max(0, Math.min(1, share));
        }
    }
}
