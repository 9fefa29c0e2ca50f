package io.weighbridge.audit.rollup;

import java.io.Serial;
import java.io.Serializable;

/**
 * When calls came, how long they took, and of how many different prompts and sessions they were; all of it adds up.
 *
 * @param latency of the calls whose latency is known
 * @param load of all calls
 * @param prompts of the calls whose prompt's hash is known
 * @param sessions of the calls whose session is known
 */
public record CallTraffic(LatencyHistogram latency, HourlyLoad load, DistinctSketch prompts, DistinctSketch sessions)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Of no calls. */
    public static CallTraffic none() {
        return new CallTraffic(new LatencyHistogram(), new HourlyLoad(), new DistinctSketch(), new DistinctSketch());
    }

    CallTraffic with(HourlyLoad other) {
        return new CallTraffic(latency, other, prompts, sessions);
    }

    CallTraffic plus(CallTraffic other) {
        return new CallTraffic(
                latency.plus(other.latency),
                load.plus(other.load),
                prompts.plus(other.prompts),
                sessions.plus(other.sessions));
    }
}
