package io.weighbridge.routing;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call before it is made.
 *
 * @param task name of the task as the policy spells it; a task the policy does not know goes to the default incumbent
 * @param prompt the text sent to the model, or {@code null} where it is not available: then the tables of the policy decide
 * @param attributes further facts such as team or application; used only if the feature schema names them
 * @param inputTokens the input tokens if already counted; otherwise they are estimated from the prompt
 * @param maxOutputTokens the limit of the call on output tokens, if it has one
 */
public record RoutingRequest(
        String task,
        @Nullable String prompt,
        Map<String, String> attributes,
        OptionalLong inputTokens,
        OptionalLong maxOutputTokens) {

    public RoutingRequest {
        attributes = Map.copyOf(attributes);
        notNegative("input_tokens", inputTokens);
        notNegative("max_output_tokens", maxOutputTokens);
    }

    /** A request of which only task and prompt are known. */
    public static RoutingRequest of(String task, @Nullable String prompt) {
        return new RoutingRequest(task, prompt, Map.of(), OptionalLong.empty(), OptionalLong.empty());
    }

    public RoutingRequest withAttributes(Map<String, String> newAttributes) {
        return new RoutingRequest(task, prompt, newAttributes, inputTokens, maxOutputTokens);
    }

    public RoutingRequest withInputTokens(long newInputTokens) {
        return new RoutingRequest(task, prompt, attributes, OptionalLong.of(newInputTokens), maxOutputTokens);
    }

    public RoutingRequest withMaxOutputTokens(long newMaxOutputTokens) {
        return new RoutingRequest(task, prompt, attributes, inputTokens, OptionalLong.of(newMaxOutputTokens));
    }

    private static void notNegative(String field, OptionalLong tokens) {
        if (tokens.isPresent() && tokens.getAsLong() < 0) {
            throw new IllegalArgumentException(field + ": must not be negative, was " + tokens.getAsLong());
        }
    }
}
