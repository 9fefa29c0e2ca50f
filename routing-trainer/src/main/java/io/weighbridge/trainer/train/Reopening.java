package io.weighbridge.trainer.train;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.routing.TokenPrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses anew which models are open in each task, by what a policy expects of them and without any label. A model is open
 * if it is expected to cost less than the incumbent and was open before, or is expected to be as good as a model whose
 * evidence passed: the incumbent, or one that was open. Where prices or tokens of a task are unknown, nothing changes.
 */
final class Reopening {
    private final Policy policy;
    private final double allowance;
    private final double leastUnits;

    /**
     * @param allowance how much less than as good is as good, in [0, 1]
     * @param leastUnits expectations from fewer units open nothing
     */
    Reopening(Policy policy, double allowance, double leastUnits) {
        this.policy = policy;
        this.allowance = allowance;
        this.leastUnits = leastUnits;
    }

    /** The policy with the choice made anew; its certificate, if it had one, is void. */
    Policy reopened() {
        return reopened(candidate -> true);
    }

    /** As {@link #reopened()}, but only one model may be opened that was not. */
    Policy reopenedTo(String model) {
        return reopened(candidate -> candidate.equals(model));
    }

    private Policy reopened(Predicate<String> mayJoin) {
        Map<String, TaskRule> tasks = new TreeMap<>();
        policy.tasks().forEach((task, rule) -> tasks.put(task, reopened(task, rule, mayJoin)));
        if (tasks.equals(policy.tasks())) {
            return policy;
        }
        boolean moves = tasks.values().stream().anyMatch(rule -> !rule.open().isEmpty());
        Policy changed = policy.withTasks(tasks);
        if (!moves) {
            return changed.withRule(new Rule.IncumbentOnly());
        }
        return policy.rule() instanceof Rule.IncumbentOnly ? changed.withRule(new Rule.CheapestWithin(0)) : changed;
    }

    /** What an average call of the task costs with a model, in USD; NaN where unknown. */
    double costUsd(String task, Candidate candidate) {
        @Nullable TokenPrices prices = candidate.prices();
        @Nullable Double inputTokens = policy.inputTokens().tasks().get(task);
        if (prices == null || inputTokens == null) {
            return Double.NaN;
        }
        double outputTokens = candidate
                .outputTokens()
                .tasks()
                .getOrDefault(task, candidate.outputTokens().mean());
        return prices.costUsd(inputTokens, outputTokens);
    }

    private TaskRule reopened(String task, TaskRule rule, Predicate<String> mayJoin) {
        Candidate incumbent = candidate(rule.incumbent());
        double incumbentCost = costUsd(task, incumbent);
        @Nullable TaskQuality incumbentQuality = incumbent.quality().tasks().get(task);
        if (Double.isNaN(incumbentCost) || incumbentQuality == null) {
            return rule;
        }
        if (rule.cascade() != null) {
            return cascadeOrNothing(task, rule, rule.cascade(), incumbentCost);
        }
        double floor = incumbentQuality.mean();
        for (String model : rule.open()) {
            @Nullable TaskQuality quality = candidate(model).quality().tasks().get(task);
            floor = quality == null ? floor : Math.min(floor, quality.mean());
        }
        List<String> open = new ArrayList<>();
        for (Candidate candidate : policy.candidates()) {
            boolean isGoodEnough = rule.open().contains(candidate.model())
                    || mayJoin.test(candidate.model()) && isAsGood(candidate, task, floor);
            boolean isOther = !candidate.model().equals(rule.incumbent());
            if (isOther && isGoodEnough && costUsd(task, candidate) < incumbentCost) {
                open.add(candidate.model());
            }
        }
        if (open.equals(rule.open())) {
            return rule;
        }
        OptionalDouble tolerance = rule.open().isEmpty() ? OptionalDouble.of(allowance) : rule.tolerance();
        return new TaskRule(
                rule.incumbent(), open, open.isEmpty() ? OptionalDouble.empty() : tolerance, rule.precisionClass());
    }

    /**
     * What an average call of a cascade costs, its first model's expected quality taken as the share that passes; NaN where
     * something is unknown.
     */
    double costUsd(String task, Cascade cascade) {
        Candidate first = candidate(cascade.first());
        @Nullable TaskQuality quality = first.quality().tasks().get(task);
        double failures = quality == null ? Double.NaN : 1 - quality.mean();
        return costUsd(task, first)
                + cascade.verifierCostUsd()
                + failures * costUsd(task, candidate(cascade.escalation()));
    }

    private TaskRule cascadeOrNothing(String task, TaskRule rule, Cascade cascade, double incumbentCost) {
        return costUsd(task, cascade) < incumbentCost
                ? rule
                : new TaskRule(rule.incumbent(), List.of(), OptionalDouble.empty(), rule.precisionClass());
    }

    private boolean isAsGood(Candidate candidate, String task, double floor) {
        @Nullable TaskQuality quality = candidate.quality().tasks().get(task);
        return quality != null && quality.units() >= leastUnits && quality.mean() >= floor - allowance;
    }

    private Candidate candidate(String model) {
        return policy.candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst()
                .orElseThrow();
    }
}
