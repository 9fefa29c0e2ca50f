package io.weighbridge.routing;

/** Hashes words, pairs of words and byte n-grams of a prompt into buckets. FORMAT.md, "Text block". */
final class TextFeatures {
    private static final int SEPARATOR = 0;
    private static final int WORD_BYTE = 1;
    private static final int SYMBOL_LEAD = 2;
    private static final int NGRAM_TAG = 0x01;

    private final FeatureSchema schema;
    private final int mask;
    private final byte[] folded = new byte[256];
    private final byte[] kind = new byte[256];

    TextFeatures(FeatureSchema schema) {
        this.schema = schema;
        mask = schema.textBuckets() - 1;
        for (int b = 0; b < 256; b++) {
            folded[b] = (byte) fold(b, schema.foldDigits());
            kind[b] = (byte) kindOf(b);
        }
    }

    void addTo(BucketSet buckets, PromptBytes prompt, int taskHash) {
        addWords(buckets, prompt, taskHash);
        if (schema.byteNgram() > 0) {
            addByteNgrams(buckets, prompt);
        }
    }

    private void addWords(BucketSet buckets, PromptBytes prompt, int taskHash) {
        int previous = 0;
        boolean hasPrevious = false;
        int i = 0;
        while (i < prompt.count()) {
            int first = prompt.at(i);
            if (kind[first] == SEPARATOR) {
                i++;
                continue;
            }
            int end = kind[first] == SYMBOL_LEAD ? symbolEnd(prompt, i) : wordEnd(prompt, i);
            int word = FeatureHash.EMPTY;
            for (; i < end; i++) {
                word = FeatureHash.extend(word, folded[prompt.at(i)] & 0xFF);
            }
            buckets.add(FeatureHash.finish(word) & mask);
            if (schema.bigrams() && hasPrevious) {
                buckets.add(FeatureHash.finish(FeatureHash.pair(previous, word)) & mask);
            }
            if (schema.taskWords()) {
                buckets.add(FeatureHash.finish(FeatureHash.pair(taskHash, word)) & mask);
            }
            previous = word;
            hasPrevious = true;
        }
    }

    private int wordEnd(PromptBytes prompt, int start) {
        int end = start + 1;
        while (end < prompt.count() && kind[prompt.at(end)] == WORD_BYTE) {
            end++;
        }
        return end;
    }

    /** A code point from U+2000 on is a word of its own, so that text without spaces has words too. */
    private static int symbolEnd(PromptBytes prompt, int start) {
        return Math.min(prompt.count(), start + (prompt.at(start) < 0xF0 ? 3 : 4));
    }

    private void addByteNgrams(BucketSet buckets, PromptBytes prompt) {
        int length = schema.byteNgram();
        for (int start = 0; start + length <= prompt.count(); start++) {
            int hash = FeatureHash.extend(FeatureHash.EMPTY, NGRAM_TAG);
            for (int i = start; i < start + length; i++) {
                hash = FeatureHash.extend(hash, folded[prompt.at(i)] & 0xFF);
            }
            buckets.add(FeatureHash.finish(hash) & mask);
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

    private static int kindOf(int b) {
        if (b >= 0xE2) {
            return SYMBOL_LEAD;
        }
        boolean asciiWord = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
        return asciiWord || b >= 0x80 ? WORD_BYTE : SEPARATOR;
    }
}
