package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Sha256;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Identities for rows that have none: the hash of the row's content, and its occurrence among equal rows of the file.
 * Two equal rows are both kept, and a second export of the same rows finds its duplicates. Needs about 16 bytes a row:
 * an open-addressing set of 64-bit hashes, and a count for those seen twice.
 */
final class Occurrences {
    private static final int HASH_DIGITS = 32;

    private long[] seen = new long[1 << 10];
    private int size;
    private final Map<Long, Integer> repeated = new HashMap<>();

    /** The identity of a row, as in "row-6b86b273ff34fce19d6b804eff5a3f57-0". */
    String identify(String row) {
        String hash = Sha256.hex(row).substring(0, HASH_DIGITS);
        return "row-" + hash + "-" + occurrence(Long.parseUnsignedLong(hash.substring(0, 16), 16));
    }

    private int occurrence(long hash) {
        long key = hash == 0 ? 1 : hash;
        return add(key) ? 0 : repeated.merge(key, 1, Integer::sum);
    }

    private boolean add(long key) {
        if (2 * (size + 1) > seen.length) {
            grow();
        }
        int slot = slot(seen, key);
        if (seen[slot] == key) {
            return false;
        }
        seen[slot] = key;
        size++;
        return true;
    }

    private void grow() {
        long[] larger = new long[seen.length * 2];
        Arrays.stream(seen).filter(key -> key != 0).forEach(key -> larger[slot(larger, key)] = key);
        seen = larger;
    }

    /** Where the key is, or the free slot where it belongs; the key is a hash already. */
    private static int slot(long[] table, long key) {
        int mask = table.length - 1;
        int slot = (int) key & mask;
        while (table[slot] != 0 && table[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
