package io.weighbridge.runner.journal;

import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to have an item answered, known by one idempotency key however often it was sent.
 *
 * @param number from 1 within the item
 * @param sends how often it was sent; more than once only after a send of unknown fate, 0 in a batch that never began
 * @param worstCase reserved before the first send
 * @param submission the batch it is part of; null where it is sent alone
 * @param ending null while open: reserved, maybe sent, no reply recorded
 */
public record Attempt(
        long line,
        int number,
        int sends,
        Instant startedAt,
        Usd worstCase,
        @Nullable Integer submission,
        @Nullable AttemptEnding ending) {

    /** Whether its fate is unknown: it must be sent again under the same key before a new attempt may be made. */
    public boolean open() {
        return ending == null;
    }

    public Attempt sentAgain() {
        return new Attempt(line, number, sends + 1, startedAt, worstCase, submission, null);
    }

    /** This attempt as one that was never begun. */
    public Attempt neverSent() {
        return new Attempt(line, number, 0, startedAt, worstCase, submission, ending);
    }

    public Attempt endedBy(AttemptEnding how) {
        return new Attempt(line, number, sends, startedAt, worstCase, submission, how);
    }
}
