package io.weighbridge.routing;

import java.util.Arrays;

/** Collects the distinct hashes of a prompt's words and of pairs of neighbouring words. */
final class WordHashes implements TextFeatures.WordSink {
    private int[] words = new int[256];
    private int[] pairs = new int[256];
    private int count;

    @Override
    public void word(int hash, int from, int to) {
        if (count == words.length) {
            words = Arrays.copyOf(words, 2 * count);
            pairs = Arrays.copyOf(pairs, 2 * count);
        }
        if (count > 0) {
            pairs[count - 1] = FeatureHash.pair(words[count - 1], hash);
        }
        words[count++] = hash;
    }

    /** Ascending. */
    int[] words() {
        return distinct(words, count);
    }

    /** Ascending. */
    int[] pairs() {
        return distinct(pairs, Math.max(0, count - 1));
    }

    private static int[] distinct(int[] hashes, int count) {
        return Arrays.stream(hashes, 0, count).sorted().distinct().toArray();
    }
}
