package io.weighbridge.trainer.train;

import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.routing.RoutingRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work with the outcomes of all models that answered it. The arrays are by model of the training set; NaN
 * is unknown.
 *
 * @param features what was kept of the prompt where it was not
 * @param weight calls of the population that the unit stands for
 * @param score quality in [0, 1]
 * @param outputTokens tokens of the answer
 * @param costUsd what the answer cost
 * @param choice what a router drew, where that is the only outcome; null where it was not drawn
 */
record TrainingUnit(
        String unitId,
        String clusterId,
        String task,
        @Nullable String prompt,
        @Nullable PromptFeatures features,
        @Nullable Long inputTokens,
        @Nullable Instant occurredAt,
        String incumbent,
        double weight,
        double[] score,
        double[] outputTokens,
        double[] costUsd,
        LoggedChoices.@Nullable Choice choice) {

    /** What is known of the unit before it is answered. */
    RoutingRequest request() {
        RoutingRequest request = prompt == null && features != null
                ? RoutingRequest.ofFeatures(task, features)
                : RoutingRequest.of(task, prompt);
        OptionalLong tokens = inputTokens == null ? OptionalLong.empty() : OptionalLong.of(inputTokens);
        return tokens.isPresent() ? request.withInputTokens(tokens.getAsLong()) : request;
    }

    /** Length of the prompt in UTF-8, or -1 where nothing tells. */
    long promptBytes() {
        if (prompt != null) {
            return prompt.getBytes(StandardCharsets.UTF_8).length;
        }
        return features == null ? -1 : features.promptBytes();
    }

    /**
     * The same unit with its models in another order.
     *
     * @param column where each model stands now; beyond the end of the arrays there is nothing known
     */
    TrainingUnit withModels(int[] column) {
        return new TrainingUnit(
                unitId,
                clusterId,
                task,
                prompt,
                features,
                inputTokens,
                occurredAt,
                incumbent,
                weight,
                ordered(score, column),
                ordered(outputTokens, column),
                ordered(costUsd, column),
                choice);
    }

    private static double[] ordered(double[] values, int[] column) {
        return IntStream.of(column)
                .mapToDouble(k -> k < values.length ? values[k] : Double.NaN)
                .toArray();
    }

    boolean observed(int model) {
        return !Double.isNaN(score[model]);
    }
}
