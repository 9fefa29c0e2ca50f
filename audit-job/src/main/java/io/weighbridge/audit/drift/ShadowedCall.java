package io.weighbridge.audit.drift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A routed call of the shadow share.
 *
 * @param chosen the model that the policy chose
 * @param incumbent of the task
 * @param verified whether an answer that is not fully right is found out and asked again of the incumbent
 * @param chosenScore of its answer, in [0, 1]; null while nobody has scored it
 * @param incumbentScore likewise of the incumbent's answer to the same call
 * @param outputTokens of the answer that was given; null if unknown
 */
record ShadowedCall(
        String callId,
        Instant occurredAt,
        String task,
        String chosen,
        String incumbent,
        boolean verified,
        @Nullable Double chosenScore,
        @Nullable Double incumbentScore,
        @Nullable Long outputTokens) {

    /** Whether it went to another model than the incumbent, and may have lost by that. */
    boolean isMoved() {
        return !chosen.equals(incumbent);
    }

    /** Whether its loss is known: a call that was not moved loses nothing. */
    boolean isKnown() {
        return !isMoved() || chosenScore != null && incumbentScore != null;
    }

    /** Quality lost against the incumbent, in [−1, 1]. */
    double loss() {
        if (!isMoved()) {
            return 0;
        }
        if (chosenScore == null || incumbentScore == null) {
            throw new IllegalStateException(callId + ": its loss is unknown");
        }
        return verified && chosenScore < 1 ? 0 : incumbentScore - chosenScore;
    }
}
