package io.weighbridge.runner.provider;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where sends to one provider wait: for a place among those in flight, for their turn within requests per minute, and
 * for the end of a pause the provider asked for. A pause holds everyone back, so that a storm of 429s costs one reply
 * per sender and not one attempt per item.
 */
public final class SendGate {
    private final Semaphore places;
    private final long nanosBetweenSends;
    private long nextSendNanos = System.nanoTime();

    /** @param requestsPerMinute null where there is no limit */
    public SendGate(int concurrency, @Nullable Integer requestsPerMinute) {
        this.places = new Semaphore(concurrency);
        this.nanosBetweenSends =
                requestsPerMinute == null ? 0 : Duration.ofMinutes(1).toNanos() / requestsPerMinute;
    }

    /** Waits for a place; {@link #leave} must follow. */
    public void enter() throws InterruptedException {
        places.acquire();
    }

    /** Waits until requests per minute and pauses allow the send. */
    public void awaitTurn() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(turn());
    }

    /** Gives the place back and obeys the reply's Retry-After. */
    public void leave(@Nullable Duration pause) {
        if (pause != null) {
            holdBack(pause);
        }
        places.release();
    }

    private synchronized long turn() {
        long now = System.nanoTime();
        long wait = Math.max(0, nextSendNanos - now);
        if (nanosBetweenSends > 0) {
            nextSendNanos = now + wait + nanosBetweenSends;
        }
        return wait;
    }

    private synchronized void holdBack(Duration pause) {
        long until = System.nanoTime() + pause.toNanos();
        if (until - nextSendNanos > 0) {
            nextSendNanos = until;
        }
    }
}
