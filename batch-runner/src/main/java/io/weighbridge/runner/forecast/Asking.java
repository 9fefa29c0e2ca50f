package io.weighbridge.runner.forecast;

import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.tokenlog.Usd;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A question to a model, as often as it is expected to be put.
 *
 * @param tier models of the item that must have failed before, 0 or more
 * @param times expected number of times, in [0, 2]
 * @param retries expected number of further calls
 * @param tokens of one call, as limits count them
 * @param latency of one call
 * @param costUsd of one call, without a discount; empty where it is not known
 * @param most that all calls can cost
 * @param isBatched whether it is put into a batch where there is time
 */
record Asking(
        Endpoint endpoint,
        String model,
        int tier,
        double times,
        double retries,
        long tokens,
        Duration latency,
        OptionalDouble costUsd,
        Usd most,
        boolean isBatched) {

    double calls() {
        return times + retries;
    }
}
