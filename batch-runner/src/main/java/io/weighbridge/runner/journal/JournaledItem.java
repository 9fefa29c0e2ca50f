package io.weighbridge.runner.journal;

import io.weighbridge.runner.workload.RoutedItem;

/**
 * An item as the journal holds it.
 *
 * @param outcome {@code NOT_STARTED} until it has another
 * @param characters of the request
 */
public record JournaledItem(RoutedItem routed, ItemOutcome outcome, int characters) {
    public long line() {
        return routed.item().line();
    }
}
