package io.weighbridge.samples.provider;

import java.time.Duration;

/**
 * How often each fault happens. Whether a request fails depends on (seed, request body, how often this body came), not
 * on the order of arrival, so that runs with many workers fail alike.
 *
 * @param rateLimited share of requests, in [0, 1], as all the others
 * @param stall how long a stalled request stays silent before its connection is closed
 */
public record FaultRates(
        double rateLimited,
        double serverError,
        double cutConnection,
        double stalled,
        double malformedJson,
        Duration stall) {

    private static final Duration LONG_ENOUGH_TO_TIME_OUT = Duration.ofMinutes(5);

    public FaultRates {
        requireShare("rate_limited", rateLimited);
        requireShare("server_error", serverError);
        requireShare("cut_connection", cutConnection);
        requireShare("stalled", stalled);
        requireShare("malformed_json", malformedJson);
        requireShare("sum of the fault rates", rateLimited + serverError + cutConnection + stalled + malformedJson);
    }

    /** Nothing fails. */
    public static FaultRates none() {
        return new FaultRates(0, 0, 0, 0, 0, LONG_ENOUGH_TO_TIME_OUT);
    }

    /** Share of requests that meet any fault. */
    double sum() {
        return rateLimited + serverError + cutConnection + stalled + malformedJson;
    }

    /** The fault at a uniform position in [0, 1). */
    Fault at(double position) {
        Fault[] faults = {
            Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.CUT_CONNECTION, Fault.STALLED, Fault.MALFORMED_JSON
        };
        double[] rates = {rateLimited, serverError, cutConnection, stalled, malformedJson};
        double left = position;
        for (int i = 0; i < rates.length; i++) {
            left -= rates[i];
            if (left < 0) {
                return faults[i];
            }
        }
        return Fault.NONE;
    }

    private static void requireShare(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + ": must be in [0, 1], was " + value);
        }
    }
}
