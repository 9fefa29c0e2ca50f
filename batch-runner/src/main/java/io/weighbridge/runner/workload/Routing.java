package io.weighbridge.runner.workload;

import io.weighbridge.tokenlog.Decision;

/** Chooses the model of an item. */
@FunctionalInterface
public interface Routing {
    Decision route(WorkloadItem item);
}
