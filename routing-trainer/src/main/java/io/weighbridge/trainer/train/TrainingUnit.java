package io.weighbridge.trainer.train;

import io.weighbridge.routing.RoutingRequest;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work with the outcomes of all models that answered it. The arrays are by model of the training set; NaN
 * is unknown.
 *
 * @param weight calls of the population that the unit stands for
 * @param score quality in [0, 1]
 * @param outputTokens tokens of the answer
 * @param costUsd what the answer cost
 */
record TrainingUnit(
        String unitId,
        String clusterId,
        String task,
        @Nullable String prompt,
        @Nullable Long inputTokens,
        @Nullable Instant occurredAt,
        String incumbent,
        double weight,
        double[] score,
        double[] outputTokens,
        double[] costUsd) {

    /** What is known of the unit before it is answered. */
    RoutingRequest request() {
        RoutingRequest request = RoutingRequest.of(task, prompt);
        OptionalLong tokens = inputTokens == null ? OptionalLong.empty() : OptionalLong.of(inputTokens);
        return tokens.isPresent() ? request.withInputTokens(tokens.getAsLong()) : request;
    }

    boolean observed(int model) {
        return !Double.isNaN(score[model]);
    }
}
