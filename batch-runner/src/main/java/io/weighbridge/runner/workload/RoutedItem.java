package io.weighbridge.runner.workload;

import io.weighbridge.tokenlog.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A request, the model the policy chose for it, and the model to ask now.
 *
 * @param asked null where that is still the policy's choice
 */
public record RoutedItem(
        WorkloadItem item, Decision decision, @Nullable String asked) {
    public RoutedItem(WorkloadItem item, Decision decision) {
        this(item, decision, null);
    }

    /** The model to ask now. */
    public String model() {
        return asked == null ? decision.chosenModel() : asked;
    }

    /** The same, put to another model. */
    public RoutedItem askedOf(String model) {
        return new RoutedItem(item, decision, model);
    }

    /** The request as it is sent. */
    public String requestBody() {
        return item.bodyFor(model());
    }
}
