package io.weighbridge.routing;

import java.util.Arrays;

/** The hashes of a prompt's words in their order; memory that is used again. */
final class WordHashes {
    private int[] hashes = new int[0];
    private int count;

    /** Forgets the words and makes room for those of so many bytes. */
    void clear(int bytes) {
        // Words of one byte each have a separator between them, and one place more is written before it is known to be
        // a word.
        int most = bytes / 2 + 2;
        if (hashes.length < most) {
            hashes = new int[most];
        }
        count = 0;
    }

    void add(int hash) {
        hashes[count++] = hash;
    }

    /** Says how many there are, where they were written to {@link #hashes}. */
    void count(int newCount) {
        count = newCount;
    }

    int count() {
        return count;
    }

    int[] hashes() {
        return hashes;
    }

    /** The distinct hashes, ascending. */
    int[] distinctWords() {
        return distinct(Arrays.copyOf(hashes, count));
    }

    /** The distinct hashes of pairs of neighbouring words, ascending. */
    int[] distinctPairs() {
        int[] pairs = new int[Math.max(0, count - 1)];
        Arrays.setAll(pairs, i -> FeatureHash.pair(hashes[i], hashes[i + 1]));
        return distinct(pairs);
    }

    private static int[] distinct(int[] hashes) {
        return Arrays.stream(hashes).sorted().distinct().toArray();
    }
}
