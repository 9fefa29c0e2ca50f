package io.weighbridge.runner.journal;

import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to have an item answered, or an answer judged, known by one idempotency key however often it was sent.
 *
 * @param number from 1 within the item
 * @param sends how often it was sent; more than once only after a send of unknown fate, 0 in a batch that never began
 * @param worstCase reserved before the first send
 * @param model that was asked; null in journals older than escalation: the routed one
 * @param judging null where the call is to answer the item
 * @param reused null where a model was asked
 * @param submission the batch it is part of; null where it is sent alone
 * @param ending null while open: reserved, maybe sent, no reply recorded
 */
public record Attempt(
        long line,
        int number,
        int sends,
        Instant startedAt,
        Usd worstCase,
        @Nullable String model,
        @Nullable Judging judging,
        @Nullable ReusedFrom reused,
        @Nullable Integer submission,
        @Nullable AttemptEnding ending) {

    /**
     * A first attempt that took an answer without a call.
     *
     * @param model that would have been asked
     */
    public static Attempt reused(long line, Instant now, String model, ReusedFrom from, AttemptEnding ending) {
        return new Attempt(line, 1, 0, now, Usd.ZERO, model, null, from, null, ending);
    }

    /** This attempt as it was before it ended. */
    Attempt begun() {
        return new Attempt(line, number, sends, startedAt, worstCase, model, judging, reused, submission, null);
    }

    /** Whether its fate is unknown: it must be sent again under the same key before a new attempt may be made. */
    public boolean open() {
        return ending == null;
    }

    /** @param routed the model that the policy chose for the item */
    public String modelOr(String routed) {
        return model == null ? routed : model;
    }

    /** Whether it is to answer the item, and not to judge an answer. */
    public boolean isToAnswer() {
        return judging == null;
    }

    public Attempt sentAgain() {
        return new Attempt(line, number, sends + 1, startedAt, worstCase, model, judging, reused, submission, null);
    }

    /** This attempt as one that was never begun. */
    public Attempt neverSent() {
        return new Attempt(line, number, 0, startedAt, worstCase, model, judging, reused, submission, ending);
    }

    public Attempt endedBy(AttemptEnding how) {
        return new Attempt(line, number, sends, startedAt, worstCase, model, judging, reused, submission, how);
    }
}
