package io.weighbridge.routing;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/**
 * What a candidate can serve beside its quality and price. What is unknown is no limit by itself, but it does not satisfy a
 * request that states a need of it.
 *
 * @param maxInputTokens most input tokens of a call; empty if unknown
 * @param maxOutputTokens most output tokens of a call; empty if unknown
 * @param capabilities what it can do, such as {@code tools}, {@code json}, {@code vision}; those not named it cannot
 * @param regions where it is served; empty if unknown
 * @param latencyP95Millis 95th percentile of the time to a whole answer, from the log, in milliseconds; empty if unknown
 */
public record Limits(
        OptionalLong maxInputTokens,
        OptionalLong maxOutputTokens,
        SortedSet<String> capabilities,
        SortedSet<String> regions,
        OptionalDouble latencyP95Millis) {

    /** Nothing is known. */
    public static final Limits UNKNOWN = new Limits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            Check.sorted(Set.of()),
            Check.sorted(Set.of()),
            OptionalDouble.empty());

    public Limits {
        maxInputTokens.ifPresent(tokens -> Check.notNegative("limits.max_input_tokens", tokens));
        maxOutputTokens.ifPresent(tokens -> Check.notNegative("limits.max_output_tokens", tokens));
        capabilities = Check.sorted(capabilities);
        regions = Check.sorted(regions);
        latencyP95Millis.ifPresent(millis -> Check.notNegative("limits.latency_p95_millis", millis));
    }

    /** Whether a call that is too long for others may still be short enough for these. */
    boolean mayTakeWhatExceeds(Limits others) {
        return exceeds(maxInputTokens, others.maxInputTokens) || exceeds(maxOutputTokens, others.maxOutputTokens);
    }

    private static boolean exceeds(OptionalLong limit, OptionalLong other) {
        return other.isPresent() && (limit.isEmpty() || limit.getAsLong() > other.getAsLong());
    }

    public Limits withContext(long newMaxInputTokens, long newMaxOutputTokens) {
        return new Limits(
                OptionalLong.of(newMaxInputTokens),
                OptionalLong.of(newMaxOutputTokens),
                capabilities,
                regions,
                latencyP95Millis);
    }

    public Limits withCapabilities(Set<String> newCapabilities) {
        return new Limits(maxInputTokens, maxOutputTokens, Check.sorted(newCapabilities), regions, latencyP95Millis);
    }

    public Limits withRegions(Set<String> newRegions) {
        return new Limits(maxInputTokens, maxOutputTokens, capabilities, Check.sorted(newRegions), latencyP95Millis);
    }

    public Limits withLatencyP95Millis(double newLatencyP95Millis) {
        return new Limits(
                maxInputTokens, maxOutputTokens, capabilities, regions, OptionalDouble.of(newLatencyP95Millis));
    }
}
