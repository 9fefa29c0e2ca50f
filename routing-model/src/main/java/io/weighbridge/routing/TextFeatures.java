package io.weighbridge.routing;

/** Hashes words, pairs of words and byte n-grams of a prompt into buckets. FORMAT.md, "Text block". */
final class TextFeatures {
    private static final int NGRAM_TAG = 0x01;

    private final FeatureSchema schema;
    private final int mask;

    TextFeatures(FeatureSchema schema) {
        this.schema = schema;
        mask = schema.textBuckets() - 1;
    }

    /** Adds the buckets of a prompt's words. */
    void addTo(BucketSet buckets, WordHashes words, int taskHash) {
        addWords(buckets, words.hashes(), words.count(), taskHash);
        if (schema.bigrams()) {
            int[] hashes = words.hashes();
            for (int i = 1; i < words.count(); i++) {
                buckets.add(bucket(FeatureHash.pair(hashes[i - 1], hashes[i])));
            }
        }
    }

    /** The same buckets from the hashes that were kept of a prompt. */
    void addTo(BucketSet buckets, PromptFeatures kept, int taskHash) {
        int[] words = kept.wordHashes();
        addWords(buckets, words, words.length, taskHash);
        if (schema.bigrams()) {
            for (int pair : kept.pairHashes()) {
                buckets.add(bucket(pair));
            }
        }
    }

    private void addWords(BucketSet buckets, int[] words, int count, int taskHash) {
        for (int i = 0; i < count; i++) {
            buckets.add(bucket(words[i]));
        }
        if (schema.taskWords()) {
            for (int i = 0; i < count; i++) {
                buckets.add(bucket(FeatureHash.pair(taskHash, words[i])));
            }
        }
    }

    int bucket(int hash) {
        return FeatureHash.finish(hash) & mask;
    }

    void addByteNgrams(BucketSet buckets, PromptBytes prompt, PromptScan scan) {
        int length = schema.byteNgram();
        for (int start = 0; start + length <= prompt.count(); start++) {
            int hash = FeatureHash.extend(FeatureHash.EMPTY, NGRAM_TAG);
            for (int i = start; i < start + length; i++) {
                hash = FeatureHash.extend(hash, scan.folded(prompt.at(i)));
            }
            buckets.add(bucket(hash));
        }
    }
}
