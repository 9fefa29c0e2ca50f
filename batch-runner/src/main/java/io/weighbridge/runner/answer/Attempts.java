package io.weighbridge.runner.answer;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The attempts made at one item so far, earlier processes included; only the last can be open. */
final class Attempts {
    private final List<Attempt> all = new ArrayList<>();

    Attempts(List<Attempt> earlier) {
        all.addAll(earlier);
    }

    /** The open attempt once more, or else a new one at the question. */
    Attempt next(Instant now, Question question, Usd worstCase) {
        Attempt open = open();
        return open == null
                ? new Attempt(
                        question.routed().item().line(),
                        all.size() + 1,
                        1,
                        now,
                        worstCase,
                        question.model(),
                        question.judging(),
                        null,
                        null,
                        null)
                : open.sentAgain();
    }

    void remember(Attempt attempt) {
        if (attempt.number() <= all.size()) {
            all.set(attempt.number() - 1, attempt);
        } else {
            all.add(attempt);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The answer that was taken without a call; null where none was. */
    @Nullable
    Attempt reused() {
        return all.stream()
                .filter(attempt -> attempt.reused() != null)
                .findFirst()
                .orElse(null);
    }

    /** Sends of a question, those of unknown fate included. */
    int sends(Question question) {
        return at(question).mapToInt(Attempt::sends).sum();
    }

    /** The last attempt at a question; null where there is none. */
    @Nullable
    Attempt last(Question question) {
        return at(question).reduce((earlier, later) -> later).orElse(null);
    }

    private Stream<Attempt> at(Question question) {
        return all.stream().filter(question::isAskedBy);
    }

    /** The attempt that was sent and has no recorded reply; null where there is none. */
    @Nullable
    Attempt open() {
        return !all.isEmpty() && all.getLast().open() ? all.getLast() : null;
    }
}
