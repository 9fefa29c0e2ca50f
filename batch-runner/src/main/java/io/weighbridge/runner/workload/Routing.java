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

    /** What the item is expected to cost, by a call; empty where that is not known. */
    default OptionalDouble expectedCostUsd(WorkloadItem item) {
        return OptionalDouble.empty();
    }

    /** The model that is named for what another fails at; empty where none is named. */
    default Optional<String> escalation(WorkloadItem item, String failed) {
        return Optional.empty();
    }
}
