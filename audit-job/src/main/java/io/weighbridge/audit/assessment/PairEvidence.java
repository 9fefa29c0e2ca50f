package io.weighbridge.audit.assessment;

import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.util.Arrays;

/**
 * What the outcomes say about one candidate, before it is judged together with all others.
 *
 * @param sample how the numbers came about
 * @param estimate Δ̂, candidate minus incumbent, in [−1, 1]
 * @param interval for one fixed look, or the confidence sequence where the sample supports no other
 * @param intervalMethod "cluster-t", "draws-t" or "betting"
 * @param anytime the confidence sequence, valid at every look
 * @param deviation σ̂ of one independent increment
 * @param neededShare share of the units whose incumbent's answer was the better one
 * @param saving in the window, or over the compared units where they are not calls of the window
 */
record PairEvidence(
        Sample sample,
        double estimate,
        Interval interval,
        String intervalMethod,
        Interval anytime,
        PValues pValues,
        double deviation,
        IntervalEstimate neededShare,
        Saving saving) {

    /**
     * @param status "paired" or "replayed"
     * @param units distinct units compared
     * @param independent clusters of paired units, draws of a replay
     * @param effectiveSize Kish's effective sample size
     * @param left units or draws of which one of the two answers is missing; not counted
     * @param averageCandidateCostPicodollars of one answer; NaN where unknown
     */
    record Sample(
            String status,
            int units,
            int independent,
            double effectiveSize,
            long left,
            double averageCandidateCostPicodollars,
            boolean coversCalls) {}

    private static final Interval QUALITY_DIFFERENCES = new Interval(-1, 1);

    static PairEvidence of(
            Sample sample,
            IntervalEstimate fixedLook,
            String fixedMethod,
            BettingInference sequence,
            double[] increments,
            AuditOptions options,
            IntervalEstimate neededShare,
            Saving saving) {
        double mean = Arrays.stream(increments).average().orElseThrow();
        Interval anytime = sequence.interval(options.confidence()).clippedTo(QUALITY_DIFFERENCES);
        boolean fixed = fixedLook instanceof Estimate;
        double estimate = fixedLook instanceof Estimate supported ? supported.value() : mean;
        Interval interval =
                fixedLook instanceof Estimate supported ? supported.interval().clippedTo(QUALITY_DIFFERENCES) : anytime;
        PValues pValues = new PValues(
                sequence.pValueMeanAtMost(-options.tolerance()), sequence.pValueMeanAtLeast(-options.tolerance()));
        double squares =
                Arrays.stream(increments).map(x -> (x - mean) * (x - mean)).sum();
        return new PairEvidence(
                sample,
                Math.max(-1, Math.min(1, estimate)),
                interval,
                fixed ? fixedMethod : "betting",
                anytime,
                pValues,
                Math.sqrt(squares / Math.max(1, increments.length - 1)),
                neededShare,
                saving);
    }
}
