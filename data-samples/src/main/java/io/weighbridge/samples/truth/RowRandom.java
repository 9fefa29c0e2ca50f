package io.weighbridge.samples.truth;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Random numbers that are a pure function of (seed, purpose, row): SplitMix64 (Steele, Lea and Flood 2014) started at
 * a hash of the three. Rows can be made in any order, on any number of threads, and each purpose has its own numbers,
 * so that a new use of randomness changes no old one. The sequence is part of the samples' format and is frozen.
 */
public final class RowRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final ContinuousDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    private long state;

    private RowRandom(long state) {
        this.state = state;
    }

    /** The numbers of one row for one purpose. */
    public static RowRandom of(long seed, Purpose purpose, long row) {
        long purposeKey = mix(seed + GOLDEN_GAMMA * (purpose.salt() + 1));
        return new RowRandom(mix(purposeKey ^ mix(row * GOLDEN_GAMMA + 1)));
    }

    /** All 64 bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), on multiples of 2⁻⁵³. */
    public double uniform() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * Uniform on 0 … bound − 1, by the high half of a 128-bit product (bias below bound / 2⁶⁴).
     *
     * @param bound at least 1
     */
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** Standard normal, by inversion. */
    public double gaussian() {
        double openUniform = ((nextLong() >>> 11) + 0.5) * 0x1p-53;
        return STANDARD_NORMAL.inverseCumulativeProbability(openUniform);
    }

    /** The finalizer of SplitMix64: a bijection of 64-bit words. */
    static long mix(long word) {
        long z = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
