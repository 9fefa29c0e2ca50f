package io.weighbridge.runner.workload;

import io.weighbridge.tokenlog.Decision;

/** A request and the model the policy chose for it. */
public record RoutedItem(WorkloadItem item, Decision decision) {

    public String model() {
        return decision.chosenModel();
    }

    /** The request as it is sent. */
    public String requestBody() {
        return item.bodyFor(model());
    }
}
