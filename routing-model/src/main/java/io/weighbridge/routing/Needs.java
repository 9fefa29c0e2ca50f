package io.weighbridge.routing;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a request demands of the model, whatever it costs. A candidate that does not satisfy all of it, or of which that is
 * unknown, is neither chosen nor explored nor fallen back to.
 *
 * @param capabilities what the model must be able to do, such as {@code tools}, {@code json}, {@code vision}
 * @param regions the model must be served in one of these; empty for anywhere
 * @param inputTokens the model must take at least so many input tokens
 * @param outputTokens the model must be able to write at least so many output tokens
 * @param latencyMillis the model's p95 latency must be at most so many milliseconds
 */
public record Needs(
        Set<String> capabilities,
        Set<String> regions,
        OptionalLong inputTokens,
        OptionalLong outputTokens,
        OptionalDouble latencyMillis) {

    /** Any model will do. */
    public static final Needs NONE =
            new Needs(Set.of(), Set.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());

    public Needs {
        capabilities = Set.copyOf(capabilities);
        regions = Set.copyOf(regions);
        inputTokens.ifPresent(tokens -> Check.notNegative("needs.input_tokens", tokens));
        outputTokens.ifPresent(tokens -> Check.notNegative("needs.output_tokens", tokens));
        latencyMillis.ifPresent(millis -> Check.notNegative("needs.latency_millis", millis));
    }

    public Needs withCapabilities(String... newCapabilities) {
        return new Needs(Set.of(newCapabilities), regions, inputTokens, outputTokens, latencyMillis);
    }

    public Needs withRegions(String... newRegions) {
        return new Needs(capabilities, Set.of(newRegions), inputTokens, outputTokens, latencyMillis);
    }

    public Needs withInputTokens(long newInputTokens) {
        return new Needs(capabilities, regions, OptionalLong.of(newInputTokens), outputTokens, latencyMillis);
    }

    public Needs withOutputTokens(long newOutputTokens) {
        return new Needs(capabilities, regions, inputTokens, OptionalLong.of(newOutputTokens), latencyMillis);
    }

    public Needs withLatencyMillis(double newLatencyMillis) {
        return new Needs(capabilities, regions, inputTokens, outputTokens, OptionalDouble.of(newLatencyMillis));
    }
}
