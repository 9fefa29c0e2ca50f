package io.weighbridge.audit.rollup;

/** Which hashes were seen, in eight to sixteen bits for each: says so of every one that was, and of one in eight at most that was not. */
final class SeenHashes {
    private static final int WORD_BITS = 6;

    private final long[] words;

    /** @param count of the hashes, about */
    SeenHashes(int count) {
        this.words = new long[Integer.highestOneBit(Math.max(count, 8)) >>> 2];
    }

    /** Whether it was seen before. */
    boolean add(long hash) {
        boolean before = contains(hash);
        words[word(hash)] |= 1L << hash;
        return before;
    }

    boolean contains(long hash) {
        return (words[word(hash)] >>> hash & 1) != 0;
    }

    private int word(long hash) {
        return (int) (hash >>> WORD_BITS) & (words.length - 1);
    }
}
