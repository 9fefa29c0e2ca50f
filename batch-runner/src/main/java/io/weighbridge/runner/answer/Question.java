package io.weighbridge.runner.answer;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.Judging;
import io.weighbridge.runner.workload.RoutedItem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is put to a model: an item's request, or whether an answer to it is right.
 *
 * @param routed the request and the model to ask
 * @param judging the answer in question; null where the item is to be answered
 */
record Question(RoutedItem routed, @Nullable Judging judging) {
    static Question toAnswer(RoutedItem routed) {
        return new Question(routed, null);
    }

    String model() {
        return routed.model();
    }

    /** Whether an attempt at the same item asked this. */
    boolean isAskedBy(Attempt attempt) {
        return attempt.reused() == null
                && Objects.equals(judging, attempt.judging())
                && model().equals(attempt.modelOr(routed.decision().chosenModel()));
    }
}
