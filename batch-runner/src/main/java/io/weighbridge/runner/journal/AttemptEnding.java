package io.weighbridge.runner.journal;

import io.weighbridge.tokenlog.Usd;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param verdict label of the provider's verdict, as in "answered"
 * @param charge what counts towards the budget: the cost, or the worst case where the cost is unknown
 * @param cost null where unknown
 * @param latencyMillis null in a batch, where it says nothing of the model
 * @param reply text of the reply; null where none came
 */
public record AttemptEnding(
        String verdict,
        Usd charge,
        @Nullable Usd cost,
        @Nullable Integer statusCode,
        @Nullable String requestId,
        @Nullable Long latencyMillis,
        @Nullable String error,
        @Nullable String reply) {

    /** The same after verification. */
    public AttemptEnding verifiedAs(String newVerdict, @Nullable String newError) {
        return new AttemptEnding(newVerdict, charge, cost, statusCode, requestId, latencyMillis, newError, reply);
    }
}
