package io.weighbridge.audit.rollup;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells, call by call in the order of request and time, which were paid for nothing and which a cache would have answered.
 * An answer is stored when it is given and lives for a fixed time; an answer from the cache does not prolong it.
 */
final class RequestPass<P> {
    /** Finish reasons, in small letters, of answers that ended at their limit of tokens. */
    static final List<String> CUT_OFF = List.of("length", "max_tokens");

    private static final long HOUR = 3_600_000_000L;

    private final long lifetime;
    private final BiConsumer<RequestedCall<P>, Fate> fates;
    private @Nullable RequestedCall<P> held;
    private @Nullable Object stored;
    private long storedAt;

    /** What becomes of a call. */
    enum Fate {
        /** Paid, and gave no answer, or one that was cut off and asked for again within the hour. */
        FAILED,
        /** Answered by the cache. */
        REPEATED,
        /** Answered by a cache that takes nearly the same prompt for the same. */
        NEAR,
        /** Answered by the one answer that its template always has. */
        TEMPLATE,
        REMAINS
    }

    /** @param fates receives each call that counts, in order */
    RequestPass(int cacheHours, BiConsumer<RequestedCall<P>, Fate> fates) {
        this.lifetime = cacheHours * HOUR;
        this.fates = fates;
    }

    /** @param call in the order of request, then time */
    void add(RequestedCall<P> call) {
        decide(call);
        held = call;
    }

    /** After the last call. */
    void finish() {
        decide(null);
        held = null;
    }

    /** Decides on the call before the next one, which tells whether it was asked again. */
    private void decide(@Nullable RequestedCall<P> next) {
        RequestedCall<P> call = held;
        if (call == null) {
            return;
        }
        boolean askedAgain = call.isSameRequestAs(next) && next != null && next.micros() - call.micros() <= HOUR;
        boolean failed = !call.answered() || call.cutOff() && askedAgain;
        boolean repeated = !failed && isStored(call);
        if (!failed && !repeated && !call.cutOff()) {
            stored = call.request();
            storedAt = call.micros();
        }
        if (call.counts()) {
            fates.accept(call, failed ? Fate.FAILED : repeated ? Fate.REPEATED : Fate.REMAINS);
        }
    }

    private boolean isStored(RequestedCall<P> call) {
        return call.request() != null && call.request().equals(stored) && call.micros() - storedAt < lifetime;
    }
}
