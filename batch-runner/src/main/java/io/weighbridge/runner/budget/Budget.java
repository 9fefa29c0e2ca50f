package io.weighbridge.runner.budget;

import io.weighbridge.tokenlog.Usd;
import org.jspecify.annotations.Nullable;

/**
 * The hard cap of a run: what is recorded plus what is reserved never exceeds it. A call reserves its worst case
 * before it is sent and exchanges that for the true charge afterwards. A reservation that does not fit waits while
 * calls in flight may still free money, and is refused once none can.
 */
public final class Budget {
    private final @Nullable Usd cap;
    private Usd charged;
    private int inFlight;

    /**
     * @param cap null where the run has no cap
     * @param charged what the run has recorded so far, calls of unknown fate at their worst case
     */
    public Budget(@Nullable Usd cap, Usd charged) {
        this.cap = cap;
        this.charged = charged;
    }

    /** Takes the worst case out of the budget; false if it does not fit and nothing in flight can make room. */
    public synchronized boolean reserve(Usd worstCase) throws InterruptedException {
        while (!fits(worstCase)) {
            if (inFlight == 0) {
                return false;
            }
            wait();
        }
        charged = charged.plus(worstCase);
        inFlight++;
        return true;
    }

    /** Sends again what is charged at its worst case already: takes no money, but may free some. */
    public synchronized void resume() {
        inFlight++;
    }

    /** Exchanges the worst case for the charge that is now recorded. */
    public synchronized void settle(Usd worstCase, Usd charge) {
        charged = charged.minus(worstCase).plus(charge);
        inFlight--;
        notifyAll();
    }

    /** Everything recorded and reserved. */
    public synchronized Usd charged() {
        return charged;
    }

    private boolean fits(Usd worstCase) {
        return cap == null || charged.plus(worstCase).compareTo(cap) <= 0;
    }
}
