package io.weighbridge.runner.workload;

import io.weighbridge.tokenlog.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The custom_ids of a workload, each as the first 128 bits of its SHA-256: 32 to 64 bytes an id, whatever its length. That two of 10⁹ ids
 * agree in them has a chance of about 10⁻²¹; the second would be rejected, not lost.
 */
final class SeenIds {
    private static final int FEWEST_SLOTS = 1 << 10;

    private final MessageDigest digest = Sha256.digest();
    /** Two words a slot, found by linear probing; both zero where it is free. */
    private long[] slots = new long[2 * FEWEST_SLOTS];

    private int size;

    /** False if the id was added before. */
    boolean add(String id) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong();
        long low = hash.getLong();
        if (4L * size > slots.length) {
            grow();
        }
        // All zeros mark a free slot.
        return put(slots, high, high == 0 && low == 0 ? 1 : low);
    }

    private boolean put(long[] into, long high, long low) {
        int mask = into.length / 2 - 1;
        for (int slot = (int) high & mask; ; slot = (slot + 1) & mask) {
            long there = into[2 * slot];
            long andThere = into[2 * slot + 1];
            if (there == high && andThere == low) {
                return false;
            }
            if (there == 0 && andThere == 0) {
                into[2 * slot] = high;
                into[2 * slot + 1] = low;
                size++;
                return true;
            }
        }
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(2, slots.length)];
        size = 0;
        for (int slot = 0; slot < slots.length; slot += 2) {
            if (slots[slot] != 0 || slots[slot + 1] != 0) {
                put(larger, slots[slot], slots[slot + 1]);
            }
        }
        slots = larger;
    }
}
