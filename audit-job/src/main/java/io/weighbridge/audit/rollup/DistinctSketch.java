package io.weighbridge.audit.rollup;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * How many different texts there were: a HyperLogLog sketch of 2,048 registers over 64-bit hashes. What it holds depends on the texts alone, not on their
 * order or number, so that the sketch of several days is the union of theirs, to the bit. The estimate is Ertl's improved raw estimator (New
 * cardinality estimation algorithms for HyperLogLog sketches, arXiv:1702.01284, algorithm 6), which needs no tables and
 * no other estimator for small numbers.
 */
public final class DistinctSketch implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BITS = 11;
    private static final int REGISTERS = 1 << BITS;
    /** Of a register. */
    private static final int HIGHEST_RANK = Long.SIZE - BITS + 1;

    private static final int RANK_BITS = 6;
    /** While no more registers are in use than this, they are listed. */
    private static final int MOST_LISTED = 256;

    private static final int LISTED_BYTES = 3;
    private static final long SEED = 0x9E3779B97F4A7C15L;

    /** The standard error of an estimate, as a share of it: √(3 ln 2 − 1) / √2048. */
    public static final double RELATIVE_ERROR = Math.sqrt((3 * Math.log(2) - 1) / REGISTERS);

    /** Register and rank of those in use, rising. */
    private int[] listed = new int[0];

    private int size;
    /** Of every register, once there are too many to list. */
    private byte @Nullable [] ranks;

    /** The hash of a text: what {@link #add(long)} takes. */
    static long hash(UTF8String text) {
        return XXH64.hashUnsafeBytes(text.getBaseObject(), text.getBaseOffset(), text.numBytes(), SEED);
    }

    /** @param hash of a text */
    void add(long hash) {
        // The bit behind the last one ends the run of zeros.
        long rest = hash << BITS | 1L << (BITS - 1);
        raise((int) (hash >>> (Long.SIZE - BITS)), Long.numberOfLeadingZeros(rest) + 1);
    }

    /** Adds all that another one has seen. */
    void add(DistinctSketch other) {
        for (int i = 0; i < other.size; i++) {
            raise(register(other.listed[i]), rank(other.listed[i]));
        }
        byte[] others = other.ranks;
        if (others != null) {
            byte[] own = ranks();
            for (int register = 0; register < REGISTERS; register++) {
                own[register] = (byte) Math.max(own[register], others[register]);
            }
        }
    }

    DistinctSketch plus(DistinctSketch other) {
        DistinctSketch both = new DistinctSketch();
        both.listed = listed.clone();
        both.size = size;
        both.ranks = ranks == null ? null : ranks.clone();
        both.add(other);
        return both;
    }

    private void raise(int register, int rank) {
        byte[] all = ranks;
        if (all == null) {
            list(register, rank);
        } else if (all[register] < rank) {
            all[register] = (byte) rank;
        }
    }

    private void list(int register, int rank) {
        int at = -1 - Arrays.binarySearch(listed, 0, size, register << RANK_BITS); // no rank is 0
        if (at < size && register(listed[at]) == register) {
            listed[at] = Math.max(listed[at], register << RANK_BITS | rank);
        } else if (size == MOST_LISTED) {
            ranks()[register] = (byte) rank;
        } else {
            if (size == listed.length) {
                listed = Arrays.copyOf(listed, Math.max(4, 2 * size));
            }
            System.arraycopy(listed, at, listed, at + 1, size - at);
            listed[at] = register << RANK_BITS | rank;
            size++;
        }
    }

    /** From now on of every register. */
    private byte[] ranks() {
        byte[] all = ranks;
        if (all == null) {
            all = new byte[REGISTERS];
            for (int i = 0; i < size; i++) {
                all[register(listed[i])] = (byte) rank(listed[i]);
            }
            ranks = all;
            listed = new int[0];
            size = 0;
        }
        return all;
    }

    private static int register(int entry) {
        return entry >>> RANK_BITS;
    }

    private static int rank(int entry) {
        return entry & ((1 << RANK_BITS) - 1);
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return size == 0 && ranks == null;
    }

    /** How many different texts, with a standard error of {@link #RELATIVE_ERROR}; 0 where there was none. */
    public double estimate() {
        if (isEmpty()) {
            return 0;
        }
        int[] counts = counts();
        double z = REGISTERS * tau(1 - counts[HIGHEST_RANK] / (double) REGISTERS);
        for (int rank = HIGHEST_RANK - 1; rank >= 1; rank--) {
            z = 0.5 * (z + counts[rank]);
        }
        z += REGISTERS * sigma(counts[0] / (double) REGISTERS);
        return (double) REGISTERS * REGISTERS / (2 * Math.log(2) * z);
    }

    /** How many registers have each rank. */
    private int[] counts() {
        int[] counts = new int[HIGHEST_RANK + 1];
        byte[] all = ranks;
        if (all == null) {
            counts[0] = REGISTERS - size;
            for (int i = 0; i < size; i++) {
                counts[rank(listed[i])]++;
            }
        } else {
            for (byte rank : all) {
                counts[rank]++;
            }
        }
        return counts;
    }

    /** x + Σ 2^(k−1) x^(2^k): what the registers in no use add. */
    private static double sigma(double share) {
        double x = share;
        double power = 1;
        double sum = x;
        double before;
        do {
            x *= x;
            before = sum;
            sum += x * power;
            power += power;
        } while (sum != before);
        return sum;
    }

    /** (1 − x − Σ 2^−k (1 − x^(2^−k))²) / 3: what the full registers add. */
    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double power = 1;
        double sum = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = sum;
            power *= 0.5;
            sum -= (1 - x) * (1 - x) * power;
        } while (sum != before);
        return sum / 3;
    }

    /** The rank of every register, a byte each; while there are few in use, those alone: two bytes of register, one of rank. */
    byte[] bytes() {
        byte[] all = ranks;
        if (all != null) {
            return all.clone();
        }
        byte[] few = new byte[LISTED_BYTES * size];
        for (int i = 0; i < size; i++) {
            few[LISTED_BYTES * i] = (byte) (register(listed[i]) >>> Byte.SIZE);
            few[LISTED_BYTES * i + 1] = (byte) register(listed[i]);
            few[LISTED_BYTES * i + 2] = (byte) rank(listed[i]);
        }
        return few;
    }

    /** The inverse of {@link #bytes}. */
    static DistinctSketch of(byte[] bytes) {
        DistinctSketch sketch = new DistinctSketch();
        if (bytes.length == REGISTERS) {
            sketch.ranks = bytes.clone();
            return sketch;
        }
        if (bytes.length % LISTED_BYTES != 0 || bytes.length > LISTED_BYTES * MOST_LISTED) {
            throw new IllegalArgumentException(
                    "a sketch must have 2048 bytes or 3 for each of up to 256 registers, had " + bytes.length);
        }
        for (int i = 0; i < bytes.length; i += LISTED_BYTES) {
            sketch.raise((bytes[i] & 0xFF) << Byte.SIZE | bytes[i + 1] & 0xFF, bytes[i + 2]);
        }
        return sketch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctSketch same && Arrays.equals(bytes(), same.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "about " + Math.round(estimate()) + ", " + Arrays.hashCode(bytes());
    }
}
