package io.weighbridge.runner.forecast;

import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.tokenlog.Usd;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A question to a model, as often as it is expected to be put.
 *
 * @param wave batches that must have come back before, if it goes into one; 0 of all that is asked at first
 * @param times expected number of times, for all items that the item stands for
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
        int wave,
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
