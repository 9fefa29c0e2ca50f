package io.weighbridge.routing;

/**
 * A reusable set of bucket numbers that is drained in ascending order. Two levels of bits: draining costs one step per
 * member and per 4,096 buckets, which beats sorting.
 */
final class BucketSet {
    private final long[] members;
    private final long[] occupiedWords;

    /** @param buckets size of the universe, a multiple of 64 */
    BucketSet(int buckets) {
        members = new long[buckets / Long.SIZE];
        occupiedWords = new long[(members.length + Long.SIZE - 1) / Long.SIZE];
    }

    void add(int bucket) {
        int word = bucket >>> 6;
        members[word] |= 1L << bucket;
        occupiedWords[word >>> 6] |= 1L << word;
    }

    int size() {
        int size = 0;
        for (int summary = 0; summary < occupiedWords.length; summary++) {
            for (long words = occupiedWords[summary]; words != 0; words &= words - 1) {
                size += Long.bitCount(members[summary << 6 | Long.numberOfTrailingZeros(words)]);
            }
        }
        return size;
    }

    /** Writes the members to the start of an array, ascending, and empties the set. */
    void drainTo(int[] target) {
        int next = 0;
        for (int summary = 0; summary < occupiedWords.length; summary++) {
            for (long words = occupiedWords[summary]; words != 0; words &= words - 1) {
                int word = summary << 6 | Long.numberOfTrailingZeros(words);
                for (long bits = members[word]; bits != 0; bits &= bits - 1) {
                    target[next++] = word << 6 | Long.numberOfTrailingZeros(bits);
                }
                members[word] = 0;
            }
            occupiedWords[summary] = 0;
        }
    }
}
