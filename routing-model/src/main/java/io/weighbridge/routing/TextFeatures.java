package io.weighbridge.routing;

import java.nio.charset.StandardCharsets;

/** Hashes words, pairs of words and byte n-grams of a prompt into buckets. FORMAT.md, "Text block". */
final class TextFeatures {
    private static final short SEPARATOR = -1;
    private static final short SYMBOL = -2;
    private static final int FOUR_BYTES = 0xF0;
    private static final int NGRAM_TAG = 0x01;

    private final FeatureSchema schema;
    private final int mask;
    private final short[] folded = new short[256];

    /** Per byte: the folded byte if it belongs to a word, else what it is instead. */
    private final short[] role = new short[256];

    TextFeatures(FeatureSchema schema) {
        this.schema = schema;
        mask = schema.textBuckets() - 1;
        for (int b = 0; b < 256; b++) {
            folded[b] = (short) fold(b, schema.foldDigits());
            role[b] = b >= 0xE2 ? SYMBOL : isWordByte(b) ? folded[b] : SEPARATOR;
        }
    }

    /** Takes a prompt's words, one after the other. */
    interface WordSink {
        /** A word's hash, and its bytes among those read: from one position to another, exclusive. */
        void word(int hash, int from, int to);
    }

    /** Bytes of a prompt as words see them. */
    String folded(PromptBytes prompt, int from, int to) {
        byte[] bytes = new byte[to - from];
        for (int i = from; i < to; i++) {
            int b = prompt.at(i);
            bytes[i - from] = (byte) (role[b] == SYMBOL ? b : folded[b]);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void addTo(BucketSet buckets, PromptBytes prompt, int taskHash) {
        readWords(prompt, new BucketSink(buckets, taskHash));
        if (schema.byteNgram() > 0) {
            addByteNgrams(buckets, prompt);
        }
    }

    /** The same buckets from the hashes that were kept of a prompt. */
    void addTo(BucketSet buckets, PromptFeatures kept, int taskHash) {
        for (int word : kept.wordHashes()) {
            addWord(buckets, word, taskHash);
        }
        if (schema.bigrams()) {
            for (int pair : kept.pairHashes()) {
                buckets.add(bucket(pair));
            }
        }
    }

    private void addWord(BucketSet buckets, int word, int taskHash) {
        buckets.add(bucket(word));
        if (schema.taskWords()) {
            buckets.add(bucket(FeatureHash.pair(taskHash, word)));
        }
    }

    int bucket(int hash) {
        return FeatureHash.finish(hash) & mask;
    }

    private final class BucketSink implements WordSink {
        private final BucketSet buckets;
        private final int taskHash;
        private int previous;
        private boolean hasPrevious;

        BucketSink(BucketSet buckets, int taskHash) {
            this.buckets = buckets;
            this.taskHash = taskHash;
        }

        @Override
        public void word(int hash, int from, int to) {
            addWord(buckets, hash, taskHash);
            if (schema.bigrams() && hasPrevious) {
                buckets.add(bucket(FeatureHash.pair(previous, hash)));
            }
            previous = hash;
            hasPrevious = true;
        }
    }

    void readWords(PromptBytes prompt, WordSink sink) {
        int i = 0;
        while (i < prompt.count()) {
            int next = role[prompt.at(i)];
            if (next == SEPARATOR) {
                i++;
                continue;
            }
            int start = i;
            int word = FeatureHash.EMPTY;
            if (next == SYMBOL) {
                // A code point from U+2000 on is a word of its own, so that text without spaces has words too.
                int end = i + (prompt.at(i) < FOUR_BYTES ? 3 : 4);
                while (i < end) {
                    word = FeatureHash.extend(word, prompt.at(i++));
                }
            } else {
                // The space after the last byte ends the last word.
                do {
                    word = FeatureHash.extend(word, next);
                    next = role[prompt.at(++i)];
                } while (next >= 0);
            }
            sink.word(word, start, i);
        }
    }

    private void addByteNgrams(BucketSet buckets, PromptBytes prompt) {
        int length = schema.byteNgram();
        for (int start = 0; start + length <= prompt.count(); start++) {
            int hash = FeatureHash.extend(FeatureHash.EMPTY, NGRAM_TAG);
            for (int i = start; i < start + length; i++) {
                hash = FeatureHash.extend(hash, folded[prompt.at(i)]);
            }
            buckets.add(bucket(hash));
        }
    }

    private static int fold(int b, boolean foldDigits) {
        if (b >= 'A' && b <= 'Z') {
            return b + ('a' - 'A');
        }
        if (foldDigits && b >= '0' && b <= '9') {
            return '0';
        }
        return b >= '\t' && b <= '\r' ? ' ' : b;
    }

    private static boolean isWordByte(int b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b >= 0x80;
    }
}
