package io.weighbridge.runner.results;

import io.weighbridge.runner.forecast.Effort;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did; run.json and the command's JSON.
 *
 * @param items lines of the workload that are not blank
 * @param succeeded items with a line in results.jsonl
 * @param failed lines that are no valid request
 * @param needsHuman valid requests that got no answer
 * @param notStarted valid requests the budget did not allow
 * @param costUsd cost of all calls whose cost is known
 * @param unresolvedUsd worst case of the calls whose cost is not known; the true cost of the run is at most the sum
 * @param budgetUsd the cap; null where there was none
 * @param calls attempts made
 * @param escalated items that went to a dearer model than the policy chose
 * @param judged answers that a judge was asked about
 * @param reused items whose answer needed no call
 * @param asked how each model did at each task, for forecasts of later runs
 * @param batches asked for, in order
 * @param planned forecast and what came of it; null where there was none
 * @param seconds of this process, without those of earlier ones
 */
public record RunSummary(
        String runId,
        long items,
        long succeeded,
        long failed,
        long needsHuman,
        long notStarted,
        Usd costUsd,
        Usd unresolvedUsd,
        @Nullable Usd budgetUsd,
        long calls,
        long escalated,
        Judged judged,
        Reused reused,
        List<ModelShare> byModel,
        List<Asked> asked,
        List<BatchShare> batches,
        @Nullable Planned planned,
        double seconds) {

    /**
     * One batch that a provider was asked for.
     *
     * @param batch the provider's name for it; null where it was not created
     * @param duplicateLines result lines of requests that had one before; the first counts
     * @param foreignLines result lines of requests that it did not have
     * @param malformedLines result lines that nobody can read
     * @param problem why it has no results; null where it has
     */
    public record BatchShare(
            @Nullable String batch,
            String provider,
            String model,
            int requests,
            int duplicateLines,
            int foreignLines,
            int malformedLines,
            @Nullable String problem) {}

    /**
     * How a judge did.
     *
     * @param answers that it gave a verdict on in both orders
     * @param agreed of them, on which it said the same both times
     */
    public record Judged(long answers, long agreed) {}

    /**
     * A forecast and what came of it.
     *
     * @param deadline null where there was none
     * @param batchesUntil when batches were to be given up for calls; null where there were to be only calls
     * @param forecastFinishAt when the last item was expected to end, at the latest; null where that was up to batches or workers
     * @param forecastCostUsd null where it could not be told
     * @param forecastMostUsd worst case; null without a deadline
     * @param finishedAt when this was handed over
     * @param inTime whether that was before the deadline; null without one
     * @param forecast what was expected to be done
     * @param done what was, earlier processes included
     * @param assumptions that the forecast stood on
     */
    public record Planned(
            @Nullable Instant deadline,
            @Nullable Instant batchesUntil,
            @Nullable Instant forecastFinishAt,
            @Nullable Usd forecastCostUsd,
            @Nullable Usd forecastMostUsd,
            Instant finishedAt,
            @Nullable Boolean inTime,
            Effort forecast,
            Effort done,
            List<String> assumptions) {
        public Planned {
            assumptions = List.copyOf(assumptions);
        }
    }

    /**
     * What one model was asked of one task, answers without a call left out.
     *
     * @param task of answers; that of a judge's calls is the one judged with {@code /judge} behind it
     * @param asked items, or questions to a judge
     * @param calls attempts at them
     * @param failed items that the model failed at, so that another may do better; null where answers are not checked
     */
    public record Asked(
            String task,
            String model,
            long asked,
            long calls,
            @Nullable Long failed) {}

    /**
     * Items that cost nothing.
     *
     * @param cache whose answer was given to an equal request before
     * @param template whose prompt is of a template with a response
     */
    public record Reused(long cache, long template) {}

    /**
     * What went to one model.
     *
     * @param items items that it was asked last
     * @param costUsd known cost of its calls
     */
    public record ModelShare(String model, long items, Usd costUsd) {}

    public RunSummary {
        byModel = List.copyOf(byModel);
        asked = List.copyOf(asked);
        batches = List.copyOf(batches);
        long ended = succeeded + failed + needsHuman + notStarted;
        if (items != ended) {
            throw new IllegalStateException(
                    "run " + runId + ": items in must equal items out, were " + items + " in and " + ended + " out");
        }
    }

    /** Whether every item has ended. */
    public boolean finished() {
        return notStarted == 0;
    }
}
