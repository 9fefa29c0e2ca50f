package io.weighbridge.runner.workload;

import io.weighbridge.tokenlog.Decision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Chooses the model of an item. */
@FunctionalInterface
public interface Routing {
    Decision route(WorkloadItem item);

    /** Models that may answer the item, in any order: those it may be put to when the chosen one fails. */
    default List<String> permitted(WorkloadItem item) {
        return route(item).candidates();
    }

    /** What is expected of a model's answer to the item. */
    default Expectation expected(WorkloadItem item, String model) {
        return Expectation.UNKNOWN;
    }

    /**
     * What is expected of an answer; each is empty where it is not known.
     *
     * @param costUsd of one call
     * @param quality in [0, 1]
     * @param outputTokens of the answer
     */
    record Expectation(OptionalDouble costUsd, OptionalDouble quality, OptionalDouble outputTokens) {
        public static final Expectation UNKNOWN =
                new Expectation(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** The model that is named for what another fails at; empty where none is named. */
    default Optional<String> escalation(WorkloadItem item, String failed) {
        return Optional.empty();
    }
}
