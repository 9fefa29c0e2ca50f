package io.weighbridge.runner.journal;

import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.RoutedItem;
import org.jspecify.annotations.Nullable;

/**
 * An item without an outcome and without an open attempt.
 *
 * @param attempts made so far, at any model
 * @param sends to the model that it is to be asked of
 * @param lastVerdict of that model; null where it was not asked yet
 */
public record WaitingItem(
        RoutedItem routed,
        int attempts,
        int sends,
        @Nullable Verdict lastVerdict) {
    /**
     * Whether its model has said its last word, or has had all its chances.
     *
     * @param mostSends chances of a model
     */
    public boolean isDoneWith(int mostSends) {
        return sends >= mostSends || (lastVerdict != null && lastVerdict.isItsLastWord());
    }

    public long line() {
        return routed.item().line();
    }
}
