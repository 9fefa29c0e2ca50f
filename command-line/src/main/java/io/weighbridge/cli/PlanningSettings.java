package io.weighbridge.cli;

import java.time.Duration;

/**
 * What a plan for a deadline assumes.
 *
 * @param batchLeast shortest time that batches are worth beginning for
 * @param batchCancel how long a provider may take to end a batch that it is asked to cancel
 * @param callTime how long a call takes where the policy has no latency of its model
 */
public record PlanningSettings(Duration batchLeast, Duration batchCancel, Duration callTime) {
    /** OpenAI says that a batch may be "cancelling" for ten minutes; most answers take less than ten seconds. */
    public static PlanningSettings defaults() {
        return new PlanningSettings(Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofSeconds(10));
    }
}
