package io.weighbridge.runner.provider;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where sends to one provider wait: for a place among those in flight, for their turn within requests and tokens per
 * minute, for the end of a pause the provider asked for, and for the end of an outage.
 *
 * <p>A pause holds everyone back, so that a storm of 429s costs one reply per sender and not one attempt per item. Each
 * storm also halves the places, and every answer gives a part of one back (additive increase, multiplicative decrease:
 * Chiu and Jain 1989). When nearly every item fails at its first send, the provider is down: sends wait, and one at a
 * time asks whether it is back.
 */
public final class SendGate {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_NAP = Duration.ofMillis(250);

    private final GateLimits limits;
    private final CircuitBreaker breaker;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition place = lock.newCondition();
    private double places;
    private int inFlight;
    private long lastShrinkNanos = System.nanoTime();
    private long nextSendNanos = System.nanoTime();
    private volatile int sharers = 1;

    public SendGate(GateLimits limits) {
        this.limits = limits;
        this.places = limits.concurrency();
        this.breaker = CircuitBreaker.of(
                "provider",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(20)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(limits.outagePoll())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
    }

    /**
     * Divides requests and tokens per minute: of each this gate lets its part through. Sends that wait for their turn keep it.
     *
     * @param processes that share them, this one among them
     */
    public void share(int processes) {
        if (processes < 1) {
            throw new IllegalArgumentException("processes: must be at least 1, was " + processes);
        }
        sharers = processes;
    }

    /** Waits for a place; {@link #leave} or {@link #leaveUnsent} must follow. */
    public void enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (inFlight >= (int) places) {
                place.await();
            }
            inFlight++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until pauses, limits and the provider's health allow the send; {@link #leave} must follow.
     *
     * @param tokens that the call may use
     * @throws ProviderDownException if the provider stays down for too long
     */
    public void awaitTurn(long tokens) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(turn(tokens));
        long started = System.nanoTime();
        while (!breaker.tryAcquirePermission()) {
            if (System.nanoTime() - started > limits.longestOutage().toNanos()) {
                throw new ProviderDownException(limits.longestOutage());
            }
            Duration poll = limits.outagePoll();
            Thread.sleep(poll.compareTo(LONGEST_NAP) < 0 ? poll : LONGEST_NAP);
            TimeUnit.NANOSECONDS.sleep(turn(0));
        }
    }

    /** Gives back a place that was not used. */
    public void leaveUnsent() {
        release();
    }

    /** Gives back the place and the turn of a call that was not made after all. */
    public void leaveBroken() {
        breaker.releasePermission();
        release();
    }

    /**
     * Gives the place back, obeys the reply's Retry-After and learns from the reply.
     *
     * @param isFirst whether this was the item's first send; an item that fails again says nothing new of the provider
     */
    public void leave(Reply reply, boolean isFirst) {
        if (reply.retryAfter() != null) {
            holdBack(reply.retryAfter());
        }
        boolean isTurnedAway = Integer.valueOf(TOO_MANY_REQUESTS).equals(reply.statusCode());
        learn(reply, isTurnedAway, isFirst);
        adapt(reply, isTurnedAway);
        release();
    }

    /** Whether the provider is taken to be down. */
    public boolean isDown() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    /** Calls that may be in flight at once now. */
    public int places() {
        lock.lock();
        try {
            return (int) places;
        } finally {
            lock.unlock();
        }
    }

    /** Calls that are in flight or wait for their turn now. */
    public int inFlight() {
        lock.lock();
        try {
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    private void learn(Reply reply, boolean isTurnedAway, boolean isFirst) {
        boolean isFailure =
                !isTurnedAway && (reply.verdict() == Verdict.UNAVAILABLE || reply.verdict() == Verdict.LOST);
        if (!isFailure) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        } else if (isFirst || breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException("no reply"));
        } else {
            breaker.releasePermission();
        }
    }

    private void adapt(Reply reply, boolean isTurnedAway) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (isTurnedAway && now - reply.latency().toNanos() - lastShrinkNanos > 0) {
                places = Math.max(1, places / 2);
                lastShrinkNanos = now;
            } else if (reply.verdict() == Verdict.ANSWERED) {
                places = Math.min(limits.concurrency(), places + 1 / places);
            }
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        lock.lock();
        try {
            inFlight--;
            // One waits no longer; a second where the places have grown.
            for (int free = Math.min(2, (int) places - inFlight); free > 0; free--) {
                place.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private long turn(long tokens) {
        lock.lock();
        try {
            long now = System.nanoTime();
            long wait = Math.max(0, nextSendNanos - now);
            long spacing = limits.nanosBetween(tokens, sharers);
            if (spacing > 0) {
                nextSendNanos = now + wait + spacing;
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    private void holdBack(Duration pause) {
        lock.lock();
        try {
            long until = System.nanoTime() + pause.toNanos();
            if (until - nextSendNanos > 0) {
                nextSendNanos = until;
            }
        } finally {
            lock.unlock();
        }
    }
}
