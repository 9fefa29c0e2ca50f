package io.weighbridge.runner.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard a provider is pressed.
 *
 * @param concurrency calls in flight at once, at most
 * @param requestsPerMinute null where there is no limit
 * @param tokensPerMinute of input as estimated and output at its bound; null where there is no limit
 * @param outagePoll how often a provider that is down is asked whether it is back
 * @param longestOutage how long a send waits for a provider that is down
 */
public record GateLimits(
        int concurrency,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute,
        Duration outagePoll,
        Duration longestOutage) {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** No limit but the number in flight; a minute's outage is probed six times, and a quarter of an hour is waited. */
    public static GateLimits of(int concurrency) {
        return new GateLimits(concurrency, null, null, Duration.ofSeconds(10), Duration.ofMinutes(15));
    }

    public GateLimits withRates(@Nullable Integer newRequestsPerMinute, @Nullable Integer newTokensPerMinute) {
        return new GateLimits(concurrency, newRequestsPerMinute, newTokensPerMinute, outagePoll, longestOutage);
    }

    public GateLimits withOutage(Duration poll, Duration longest) {
        return new GateLimits(concurrency, requestsPerMinute, tokensPerMinute, poll, longest);
    }

    /**
     * Time between a send of so many tokens and the next one.
     *
     * @param sharers processes that share the rates, each an equal part
     */
    long nanosBetween(long tokens, int sharers) {
        long byRequests = requestsPerMinute == null ? 0 : MINUTE / requestsPerMinute;
        long byTokens = tokensPerMinute == null ? 0 : (long) ((double) MINUTE * tokens / tokensPerMinute);
        return tokens == 0 ? 0 : sharers * Math.max(byRequests, byTokens);
    }
}
