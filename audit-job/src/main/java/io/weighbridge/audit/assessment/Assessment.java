package io.weighbridge.audit.assessment;

import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.ReplaysNeeded;
import io.weighbridge.evidence.Verdict;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one candidate for one task, with what it rests on.
 *
 * @param incumbent null where it is not known
 * @param candidate null where there is none to judge
 * @param status "paired", "replayed", "overlap", "assumption-only" or "unknown"
 * @param measured null where nothing is known; then the verdict is unknown
 * @param saving what the candidate would have saved
 * @param reason why nothing is known, or what limits what is; empty where nothing needs saying
 */
public record Assessment(
        String task,
        @Nullable String incumbent,
        @Nullable String candidate,
        String status,
        Verdict verdict,
        @Nullable Measured measured,
        Saving saving,
        String reason) {

    /** Status of a pair that nothing is known of. */
    public static final String UNKNOWN = "unknown";
    /** Status of a pair of which all outcomes are known. */
    public static final String PAIRED = "paired";
    /** Status of a pair that designed draws tell of. */
    public static final String REPLAYED = "replayed";
    /** Status of a pair that a log of randomised routing tells of. */
    public static final String OVERLAP = "overlap";
    /** Status of a pair that only judge models have scored: shown apart, and never a verdict. */
    public static final String ASSUMPTION_ONLY = "assumption-only";

    /**
     * Numbers that have support.
     *
     * @param estimate mean quality of candidate minus incumbent, in [−1, 1]
     * @param interval for one fixed look, by {@code intervalMethod}
     * @param anytime confidence sequence
     * @param deviation σ̂ of one of the independent increments
     * @param neededShare share of the units whose incumbent's answer was the better one; of two runs of one model that is right
     *     80 % of the time it is 16 %, by luck
     * @param units distinct units compared
     * @param independent clusters, or draws of a replay: what the intervals count
     * @param left units or draws that lack one of the two answers
     * @param coversCalls whether the units are calls that the incumbent served
     * @param replaysNeeded what would decide an undecided pair; null for decided ones
     * @param replayCostUsd of the fewest replays needed, for the candidate's answers; null where unknown
     */
    public record Measured(
            double estimate,
            Interval interval,
            String intervalMethod,
            Interval anytime,
            double deviation,
            IntervalEstimate neededShare,
            int units,
            int independent,
            double effectiveSize,
            long left,
            boolean coversCalls,
            @Nullable ReplaysNeeded replaysNeeded,
            @Nullable BigDecimal replayCostUsd) {}

    static Assessment unknown(Incumbent incumbent, @Nullable String candidate, String reason) {
        return new Assessment(
                incumbent.task(),
                incumbent.model(),
                candidate,
                UNKNOWN,
                Verdict.UNKNOWN,
                null,
                Saving.unknown(reason),
                reason);
    }
}
