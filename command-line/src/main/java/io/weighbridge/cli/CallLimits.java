package io.weighbridge.cli;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How hard the runner presses a provider.
 *
 * @param concurrency calls in flight at once, 1 to 10,000
 * @param requestsPerMinute calls begun in a minute, at least 1; empty is no limit
 * @param tokensPerMinute tokens of calls begun in a minute, output at its bound, at least 1; empty is no limit
 * @param timeout longest wait for one answer, more than zero
 * @param attempts tries at one item in total, 1 to 20
 * @param batchPoll how long to wait before a batch is looked at again, more than zero
 */
public record CallLimits(
        int concurrency,
        OptionalInt requestsPerMinute,
        OptionalInt tokensPerMinute,
        Duration timeout,
        int attempts,
        Duration batchPoll) {
    /** Sixteen at once are below every provider's lowest tier; the slowest frontier answers need minutes. */
    public static CallLimits defaults() {
        return new CallLimits(
                16, OptionalInt.empty(), OptionalInt.empty(), Duration.ofMinutes(2), 4, Duration.ofMinutes(1));
    }

    public CallLimits withConcurrency(int newConcurrency) {
        return new CallLimits(newConcurrency, requestsPerMinute, tokensPerMinute, timeout, attempts, batchPoll);
    }
}
