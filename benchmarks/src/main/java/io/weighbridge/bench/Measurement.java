package io.weighbridge.bench;

import org.jspecify.annotations.Nullable;

/**
 * One figure of a benchmark.
 *
 * @param name what was measured, as in "megabytes_per_second"
 * @param ok whether it reaches its target; true where there is none
 * @param peer what else did the same work in the same run; null where nothing did
 * @param peerValue the peer's figure in the same unit
 * @param ratio our time divided by the peer's: below 1 we are faster
 */
record Measurement(
        String name,
        double value,
        String unit,
        boolean ok,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio) {

    static Measurement alone(String name, double value, String unit, boolean ok) {
        return new Measurement(name, value, unit, ok, null, null, null);
    }

    /** A rate beside a peer's rate of the same work. */
    static Measurement rate(String name, double value, String unit, boolean ok, String peer, double peerValue) {
        return new Measurement(name, value, unit, ok, peer, peerValue, peerValue / value);
    }
}
