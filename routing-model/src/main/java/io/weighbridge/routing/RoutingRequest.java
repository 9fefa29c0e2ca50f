package io.weighbridge.routing;

import java.util.HashMap;
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
 * @param promptFeatures what was kept of a prompt in its place; null beside a prompt
 * @param needs what the model must satisfy
 */
public record RoutingRequest(
        String task,
        @Nullable String prompt,
        Map<String, String> attributes,
        OptionalLong inputTokens,
        OptionalLong maxOutputTokens,
        @Nullable PromptFeatures promptFeatures,
        Needs needs) {

    public RoutingRequest {
        if (prompt != null && promptFeatures != null) {
            throw new IllegalArgumentException("prompt_features: must be absent beside a prompt");
        }
        attributes = Map.copyOf(attributes);
        notNegative("input_tokens", inputTokens);
        notNegative("max_output_tokens", maxOutputTokens);
    }

    /** A request of whose prompt nothing was kept apart. */
    public RoutingRequest(
            String task,
            @Nullable String prompt,
            Map<String, String> attributes,
            OptionalLong inputTokens,
            OptionalLong maxOutputTokens) {
        this(task, prompt, attributes, inputTokens, maxOutputTokens, null, Needs.NONE);
    }

    /** A request of which only task and prompt are known. */
    public static RoutingRequest of(String task, @Nullable String prompt) {
        return new RoutingRequest(task, prompt, Map.of(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** A request of which only the task and the features of the prompt are known. */
    public static RoutingRequest ofFeatures(String task, PromptFeatures promptFeatures) {
        return new RoutingRequest(
                task, null, Map.of(), OptionalLong.empty(), OptionalLong.empty(), promptFeatures, Needs.NONE);
    }

    /** Whether models can judge this very request, rather than its task. */
    boolean isReadable() {
        return prompt != null || promptFeatures != null;
    }

    public RoutingRequest withAttributes(Map<String, String> newAttributes) {
        return new RoutingRequest(task, prompt, newAttributes, inputTokens, maxOutputTokens, promptFeatures, needs);
    }

    public RoutingRequest withNeeds(Needs newNeeds) {
        return new RoutingRequest(task, prompt, attributes, inputTokens, maxOutputTokens, promptFeatures, newNeeds);
    }

    /** With the agent that makes the call, which may have a precision class. */
    public RoutingRequest withAgent(@Nullable String agent) {
        Map<String, String> known = new HashMap<>(attributes);
        putIfKnown(known, "agent", agent);
        return withAttributes(known);
    }

    /** With what is known of where the call comes from, under the names that feature schemas use. */
    public RoutingRequest withAttribution(
            @Nullable String tenant, @Nullable String team, @Nullable String application) {
        Map<String, String> known = new HashMap<>(attributes);
        putIfKnown(known, "tenant", tenant);
        putIfKnown(known, "team", team);
        putIfKnown(known, "application", application);
        return withAttributes(known);
    }

    private static void putIfKnown(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    public RoutingRequest withInputTokens(long newInputTokens) {
        return new RoutingRequest(
                task, prompt, attributes, OptionalLong.of(newInputTokens), maxOutputTokens, promptFeatures, needs);
    }

    public RoutingRequest withMaxOutputTokens(long newMaxOutputTokens) {
        return new RoutingRequest(
                task, prompt, attributes, inputTokens, OptionalLong.of(newMaxOutputTokens), promptFeatures, needs);
    }

    private static void notNegative(String field, OptionalLong tokens) {
        if (tokens.isPresent() && tokens.getAsLong() < 0) {
            throw new IllegalArgumentException(field + ": must not be negative, was " + tokens.getAsLong());
        }
    }
}
