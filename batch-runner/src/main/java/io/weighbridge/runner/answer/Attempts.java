package io.weighbridge.runner.answer;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts made at one item so far, earlier processes included; only the last can be open. */
final class Attempts {
    private int sendsBeforeLast;
    private @Nullable Attempt last;

    Attempts(List<Attempt> earlier) {
        earlier.forEach(this::remember);
    }

    /** The open attempt once more, or else a new one. */
    Attempt next(Instant now, long line, Usd worstCase) {
        Attempt previous = last;
        if (previous == null) {
            return new Attempt(line, 1, 1, now, worstCase, null, null);
        }
        return previous.open()
                ? previous.sentAgain()
                : new Attempt(line, previous.number() + 1, 1, now, worstCase, null, null);
    }

    void remember(Attempt attempt) {
        if (last != null && last.number() != attempt.number()) {
            sendsBeforeLast += last.sends();
        }
        last = attempt;
    }

    /** Sends so far, those of unknown fate included. */
    int sends() {
        return last == null ? 0 : sendsBeforeLast + last.sends();
    }

    /** The attempt that was sent and has no recorded reply; null where there is none. */
    @Nullable
    Attempt open() {
        return last != null && last.open() ? last : null;
    }

    /** The verdict of the last attempt; null where it is open or there is none. */
    @Nullable
    Verdict lastVerdict() {
        AttemptEnding ending = last == null ? null : last.ending();
        return ending == null ? null : Verdict.ofLabel(ending.verdict());
    }
}
