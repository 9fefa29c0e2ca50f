package io.weighbridge.runner.journal;

import io.weighbridge.runner.workload.RoutedItem;

/**
 * An item without an outcome and without an open attempt.
 *
 * @param attempts made so far
 * @param sends of all of them
 */
public record WaitingItem(RoutedItem routed, int attempts, int sends) {
    public long line() {
        return routed.item().line();
    }
}
