package io.weighbridge.runner.forecast;

import io.weighbridge.cli.CallLimits;
import java.time.Duration;
import java.util.OptionalInt;

/** The calls to one provider, and how long they take at its limits. */
final class Load {
    private static final double SECONDS_IN_MINUTE = 60;

    private double calls;
    private double tokens;
    private double callSeconds;

    /**
     * @param expected number of such calls
     * @param callTokens of one, as limits count them
     * @param latency of one
     */
    void add(double expected, long callTokens, Duration latency) {
        calls += expected;
        tokens += expected * callTokens;
        callSeconds += expected * latency.toMillis() / 1000.0;
    }

    /** @param scale how often each of them is made */
    Duration time(CallLimits limits, double scale) {
        double seconds = Math.max(
                callSeconds / limits.concurrency(),
                Math.max(atRate(calls, limits.requestsPerMinute()), atRate(tokens, limits.tokensPerMinute())));
        return Duration.ofMillis((long) Math.ceil(scale * seconds * 1000));
    }

    private static double atRate(double count, OptionalInt perMinute) {
        return perMinute.isEmpty() ? 0 : SECONDS_IN_MINUTE * count / perMinute.getAsInt();
    }
}
