package io.weighbridge.runner.provider;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: exponential with full jitter, or what the provider asked for plus a little
 * jitter, so that those it turned away do not come back together.
 */
public final class Backoff {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final double SPREAD_OF_RETRY_AFTER = 0.25;

    private final Duration first;
    private final RandomGenerator random;

    /** @param first upper end of the first wait; it doubles with every attempt, up to 30 s */
    public Backoff(Duration first, RandomGenerator random) {
        this.first = first;
        this.random = random;
    }

    /** @param failedAttempts 1 after the first failure */
    public Duration before(int failedAttempts, Reply last) {
        Duration asked = last.retryAfter();
        if (asked != null) {
            return asked.plus(fraction(first.plus(asked), SPREAD_OF_RETRY_AFTER));
        }
        Duration ceiling = first.multipliedBy(1L << Math.min(failedAttempts - 1, 20));
        return fraction(ceiling.compareTo(LONGEST) < 0 ? ceiling : LONGEST, 1);
    }

    private Duration fraction(Duration of, double most) {
        double share;
        synchronized (random) {
            share = random.nextDouble();
        }
        return Duration.ofNanos((long) (of.toNanos() * most * share));
    }
}
