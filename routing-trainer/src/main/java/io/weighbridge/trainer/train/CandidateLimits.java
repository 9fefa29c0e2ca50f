package io.weighbridge.trainer.train;

import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Limits;
import io.weighbridge.routing.Policy;
import io.weighbridge.tokenlog.ModelLimits;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the limits of models: the settings say it, else the price book; latencies are those of the log.
 *
 * @param configured by model, over what the price book says
 */
record CandidateLimits(Prices prices, Map<String, ModelLimits> configured, Latencies latencies) {

    static CandidateLimits of(Settings settings, Prices prices, Latencies latencies) {
        return new CandidateLimits(prices, settings.modelLimits(), latencies);
    }

    /** The policy with the limits of its candidates. */
    Policy in(Policy policy, TrainingSet set) {
        return policy.withCandidates(
                policy.candidates().stream()
                        .map(candidate -> candidate.withLimits(of(candidate.model(), policy, set)))
                        .toList(),
                "its limits were filled in");
    }

    /**
     * What is known of a model, but for a length of context that the log contradicts: a model that has answered a longer prompt
     * can take it, and its true limit is unknown.
     *
     * @param policy estimates the tokens of prompts that were not counted
     */
    Limits of(String model, Policy policy, TrainingSet set) {
        return believed(told(model), longestAnswered(policy, model, set));
    }

    private Limits told(String model) {
        ModelLimits known = configured.getOrDefault(model, ModelLimits.UNKNOWN).over(prices.limitsOf(model));
        Double p95Millis = latencies.p95Millis().get(model);
        return new Limits(
                optional(known.maxInputTokens()),
                optional(known.maxOutputTokens()),
                new TreeSet<>(known.capabilities()),
                new TreeSet<>(known.regions()),
                p95Millis == null ? OptionalDouble.empty() : OptionalDouble.of(p95Millis));
    }

    private static Limits believed(Limits limits, double longestAnswered) {
        boolean isContradicted = limits.maxInputTokens().isPresent()
                && longestAnswered > limits.maxInputTokens().getAsLong();
        return isContradicted
                ? new Limits(
                        OptionalLong.empty(),
                        limits.maxOutputTokens(),
                        limits.capabilities(),
                        limits.regions(),
                        limits.latencyP95Millis())
                : limits;
    }

    /** In input tokens, 0 where it has answered nothing. */
    private static double longestAnswered(Policy policy, String model, TrainingSet set) {
        int column = set.models().indexOf(model);
        return column < 0
                ? 0
                : set.units().stream()
                        .filter(unit -> unit.observed(column))
                        .mapToDouble(unit -> inputTokens(policy, unit))
                        .filter(tokens -> !Double.isNaN(tokens))
                        .max()
                        .orElse(0);
    }

    private static double inputTokens(Policy policy, TrainingUnit unit) {
        if (unit.inputTokens() != null) {
            return unit.inputTokens();
        }
        return unit.promptBytes() < 0
                ? policy.inputTokens().tasks().getOrDefault(unit.task(), Double.NaN)
                : unit.promptBytes() / policy.inputTokens().bytesPerToken();
    }

    private static OptionalLong optional(@Nullable Long tokens) {
        return tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens);
    }
}
