package io.weighbridge.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bytes of a prompt once, for the hashes of its words and the counts of its shape. FORMAT.md, "Text block" and
 * "Structure block".
 *
 * <p>A byte's hash waits for that of the byte before it; while it waits, all else that a byte needs is looked up and added, and
 * a word's end is no branch, which could not be predicted. For one prompt at a time.
 */
final class PromptScan {
    /** Classes of a byte: it belongs to a word; to a run of word bytes; to a run of digits; it needs more than a table. */
    private static final int WORD = 1;

    private static final int RUN = 1 << 8;
    private static final int DIGITS = 1 << 16;
    private static final int SPECIAL = 1 << 31;

    private static final int FIRST_SYMBOL = 0xE2;
    private static final int FOUR_BYTES = 0xF0;

    /** After so many bytes, and the rest of a symbol, no counter of eight bits has overflowed. */
    private static final int BLOCK = 240;

    private static final int[] CLASSES = classes();
    private static final long[] COUNTS = PromptShape.countsOfBytes();

    /**
     * Per byte a start and, in the lower half, a factor: a word's next hash is {@code (hash ^ folded) * factor + start}, which a
     * byte between words makes that of no bytes.
     */
    private static final long[] STEPS = steps();

    private static final int[] DIGITS_FOLDED = folded(true);
    private static final int[] DIGITS_KEPT = folded(false);

    private final boolean foldDigits;
    private final WordHashes words = new WordHashes();
    private final PromptShape shape = new PromptShape();

    /** Of the word in progress; that of no bytes between words. */
    private int hash;

    private int lastClass;

    PromptScan(boolean foldDigits) {
        this.foldDigits = foldDigits;
    }

    /** The words of the prompt read last. */
    WordHashes words() {
        return words;
    }

    /** The shape of the prompt read last. */
    PromptShape shape() {
        return shape;
    }

    void read(PromptBytes prompt) {
        // The space after the last byte ends the last word.
        int end = prompt.count() + 1;
        words.clear(end);
        shape.begin(prompt);
        hash = FeatureHash.EMPTY;
        lastClass = 0;
        int at = 0;
        while (at < end) {
            at = readBlock(prompt.bytes(), at, Math.min(at + BLOCK, end));
            if (lastClass < 0) {
                at = readSpecial(prompt, at);
            }
        }
    }

    /** Reads to the end of a block or the first special byte; without calls, so that all of it stays in registers. */
    private int readBlock(byte[] bytes, int from, int to) {
        int[] folded = foldDigits ? DIGITS_FOLDED : DIGITS_KEPT;
        int[] hashes = words.hashes();
        int count = words.count();
        int next = hash;
        int before = lastClass;
        int begun = 0;
        long counts = 0;
        int i = from;
        for (; i < to && before >= 0; i++) {
            int b = bytes[i] & 0xFF;
            int byteClass = CLASSES[b];
            hashes[count] = next;
            count += before & ~byteClass & WORD;
            long step = STEPS[b];
            next = (next ^ folded[b]) * (int) step + (int) (step >>> 32);
            begun += byteClass & ~before;
            counts += COUNTS[b];
            before = byteClass;
        }
        words.count(count);
        hash = next;
        lastClass = before;
        shape.add(counts, begun >>> 8 & 0xFF, begun >>> 16 & 0xFF);
        return i;
    }

    /** What follows a line break or the first byte of a symbol, which is the last byte read. */
    private int readSpecial(PromptBytes prompt, int at) {
        lastClass &= ~SPECIAL;
        int first = prompt.at(at - 1);
        if (first == '\n') {
            shape.addLine(prompt, at);
            return at;
        }
        // A code point from U+2000 on is a word of its own, so that text without spaces has words too.
        int end = at - 1 + symbolBytes(first);
        shape.addSymbol(first, prompt.at(at), COUNTS[prompt.at(at)] * (end - at));
        int symbol = FeatureHash.EMPTY;
        for (int i = at - 1; i < end; i++) {
            symbol = FeatureHash.extend(symbol, prompt.at(i));
        }
        words.add(symbol);
        return end;
    }

    /** A byte as words and byte n-grams see it. */
    int folded(int b) {
        return (foldDigits ? DIGITS_FOLDED : DIGITS_KEPT)[b];
    }

    /** The texts of the words of a prompt as they are hashed. */
    List<String> texts(PromptBytes prompt) {
        List<String> texts = new ArrayList<>();
        int at = 0;
        while (at < prompt.count()) {
            int begin = at;
            if (prompt.at(at) >= FIRST_SYMBOL) {
                at += symbolBytes(prompt.at(at));
            } else {
                while ((CLASSES[prompt.at(at)] & WORD) != 0) {
                    at++;
                }
            }
            if (at == begin) {
                at++;
            } else {
                texts.add(text(prompt, begin, at));
            }
        }
        return texts;
    }

    private String text(PromptBytes prompt, int from, int to) {
        byte[] bytes = new byte[to - from];
        for (int i = from; i < to; i++) {
            bytes[i - from] = (byte) folded(prompt.at(i));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int symbolBytes(int first) {
        return first < FOUR_BYTES ? 3 : 4;
    }

    private static int[] folded(boolean foldDigits) {
        int[] folded = new int[256];
        for (int b = 0; b < 256; b++) {
            boolean upper = b >= 'A' && b <= 'Z';
            boolean digit = b >= '0' && b <= '9';
            boolean space = b >= '\t' && b <= '\r';
            folded[b] = upper ? b + ('a' - 'A') : digit && foldDigits ? '0' : space ? ' ' : b;
        }
        return folded;
    }

    private static long[] steps() {
        long[] steps = new long[256];
        for (int b = 0; b < 256; b++) {
            boolean word = (CLASSES[b] & WORD) != 0;
            steps[b] = word ? FeatureHash.FNV_PRIME : (long) FeatureHash.EMPTY << 32;
        }
        return steps;
    }

    private static int[] classes() {
        int[] classes = new int[256];
        for (int b = 0; b < 256; b++) {
            boolean digit = b >= '0' && b <= '9';
            boolean run = digit || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b >= 0x80;
            boolean symbol = b >= FIRST_SYMBOL;
            classes[b] = (run && !symbol ? WORD : 0)
                    | (run ? RUN : 0)
                    | (digit ? DIGITS : 0)
                    | (symbol || b == '\n' ? SPECIAL : 0);
        }
        return classes;
    }
}
