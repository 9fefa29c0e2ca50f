package io.weighbridge.audit.drift;

import io.weighbridge.evidence.DriftDetector;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the shadow share says about a certified policy, call by call. Each shadowed call is a draw from the policy's calls that
 * depends on nothing but its name, so that its loss is unbiased for the policy's.
 *
 * @param watched shadowed calls that were looked at: those before the first whose loss is unknown, since waiting for some
 *     answers and not for others would prefer one kind
 * @param moved those of them that did not go to the incumbent
 * @param meanLoss of those watched, in [−1, 1]; 0 without any
 * @param evidence the alarm is raised where it reaches the average run length
 * @param until when the last one watched was made; null without any
 * @param alarmAt the call of the alarm; null without one
 */
record Watch(
        long watched,
        long moved,
        double meanLoss,
        double evidence,
        @Nullable Instant until,
        @Nullable Instant alarmAt) {
    private static final double SMALLEST_LOSS = -1;

    /**
     * @param calls in the order in which they were made
     * @param tolerance ε of the certificate, in [0, 1)
     * @param averageRunLength shadowed calls without a change before an alarm, at least on average
     */
    static Watch of(List<ShadowedCall> calls, double tolerance, double averageRunLength) {
        DriftDetector detector = new DriftDetector(tolerance, SMALLEST_LOSS, averageRunLength);
        long watched = 0;
        long moved = 0;
        double lost = 0;
        Instant until = null;
        Instant alarmAt = null;
        for (ShadowedCall call : calls) {
            if (!call.isKnown() || alarmAt != null) {
                break;
            }
            watched++;
            moved += call.isMoved() ? 1 : 0;
            lost += call.loss();
            until = call.occurredAt();
            if (detector.add(call.loss())) {
                alarmAt = call.occurredAt();
            }
        }
        return new Watch(watched, moved, watched == 0 ? 0 : lost / watched, detector.evidence(), until, alarmAt);
    }

    boolean isAlarmed() {
        return alarmAt != null;
    }
}
