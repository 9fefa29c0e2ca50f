package io.weighbridge.audit.rollup;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts of durations in buckets: exact up to 32 ms, from there 32 buckets between a power of two and the next, so that a
 * quantile is told to 1/64 of its value. Histograms add up without loss, in any order.
 */
public final class LatencyHistogram implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BITS = 5;
    private static final int PER_OCTAVE = 1 << BITS;
    private static final int BUCKETS = (Long.SIZE - BITS) * PER_OCTAVE;

    /** The largest relative error of a quantile. */
    public static final double RELATIVE_ERROR = 0.5 / PER_OCTAVE;

    private long[] counts = new long[0];

    /** @param millis negative ones count as 0 */
    void add(long millis) {
        add(bucket(Math.max(0, millis)), 1);
    }

    private void add(int bucket, long count) {
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, Math.min(BUCKETS, Math.max(bucket + 1, 2 * counts.length)));
        }
        counts[bucket] += count;
    }

    LatencyHistogram plus(LatencyHistogram other) {
        LatencyHistogram both = new LatencyHistogram();
        both.counts = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
        for (int i = 0; i < other.counts.length; i++) {
            both.counts[i] += other.counts[i];
        }
        return both;
    }

    public long count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The smallest duration that is not exceeded by at least a share p of all.
     *
     * @param p in (0, 1]
     * @return in milliseconds, with an error of at most {@link #RELATIVE_ERROR}; NaN where there is none
     */
    public double quantile(double p) {
        long wanted = (long) Math.ceil(p * count());
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen > 0 && seen >= wanted) {
                return (low(bucket) + low(bucket + 1) - 1) / 2.0;
            }
        }
        return Double.NaN;
    }

    private static int bucket(long millis) {
        if (millis < PER_OCTAVE) {
            return (int) millis;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis) - BITS;
        return (shift + 1) * PER_OCTAVE + (int) ((millis >>> shift) & (PER_OCTAVE - 1));
    }

    /** The smallest duration of a bucket. */
    private static long low(int bucket) {
        int octave = bucket / PER_OCTAVE;
        return octave == 0 ? bucket : (long) (PER_OCTAVE + bucket % PER_OCTAVE) << (octave - 1);
    }

    /** The buckets that hold something, rising. */
    int[] buckets() {
        int[] buckets = new int[counts.length];
        int used = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                buckets[used++] = bucket;
            }
        }
        return Arrays.copyOf(buckets, used);
    }

    /** What they hold. */
    long[] counts() {
        return Arrays.stream(counts).filter(count -> count > 0).toArray();
    }

    /** The inverse of {@link #buckets} and {@link #counts}. */
    static LatencyHistogram of(int[] buckets, long[] counts) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < buckets.length; i++) {
            histogram.add(buckets[i], counts[i]);
        }
        return histogram;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram same
                && Arrays.equals(buckets(), same.buckets())
                && Arrays.equals(counts(), same.counts());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets()) + Arrays.hashCode(counts());
    }

    @Override
    public String toString() {
        return Arrays.toString(buckets()) + "=" + Arrays.toString(counts());
    }
}
