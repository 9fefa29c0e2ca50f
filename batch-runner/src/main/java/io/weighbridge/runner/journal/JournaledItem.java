package io.weighbridge.runner.journal;

import io.weighbridge.runner.workload.RoutedItem;

/**
 * An item as the journal holds it.
 *
 * @param outcome {@code NOT_STARTED} until it has another
 */
public record JournaledItem(RoutedItem routed, ItemOutcome outcome) {
    public long line() {
        return routed.item().line();
    }
}
