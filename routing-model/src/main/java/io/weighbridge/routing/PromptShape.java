package io.weighbridge.routing;

import java.util.Arrays;

/** Counts over the bytes of one prompt, from which the structure block is computed. FORMAT.md, "Structure block". */
final class PromptShape implements PromptMeasures {
    /** What is counted of single bytes. */
    private static final int RUN_BYTES = 0;

    private static final int DIGITS = 1;
    private static final int UPPER_CASE = 2;
    private static final int PUNCTUATION = 3;
    private static final int NON_ASCII = 4;
    private static final int BRACES = 5;
    private static final int MATH = 6;
    private static final int QUESTION_MARKS = 7;
    private static final int COUNTERS = 8;

    private final int[] counters = new int[COUNTERS];
    private long totalBytes;
    private int bytesRead;
    private int runs;
    private int numbers;
    private int lines;
    private int optionLines;
    private int codeFences;

    /** What each byte adds to the counters: eight of eight bits each in a word. */
    static long[] countsOfBytes() {
        long[] counts = new long[256];
        for (int b = 0; b < 256; b++) {
            boolean digit = b >= '0' && b <= '9';
            boolean upper = b >= 'A' && b <= 'Z';
            boolean run = digit || upper || (b >= 'a' && b <= 'z') || b >= 0x80;
            counts[b] = one(run, RUN_BYTES)
                    + one(digit, DIGITS)
                    + one(upper, UPPER_CASE)
                    + one(!run && b > ' ' && b < 0x7F, PUNCTUATION)
                    + one(b >= 0x80, NON_ASCII)
                    + one("{}[]".indexOf(b) >= 0, BRACES)
                    + one("=+*/^<>\\$%".indexOf(b) >= 0, MATH)
                    + one(b == '?', QUESTION_MARKS);
        }
        return counts;
    }

    private static long one(boolean counts, int counter) {
        return counts ? 1L << (counter * Byte.SIZE) : 0;
    }

    /** Forgets the prompt before and takes the first line of this one. */
    void begin(PromptBytes prompt) {
        Arrays.fill(counters, 0);
        totalBytes = prompt.totalBytes();
        bytesRead = prompt.count();
        runs = 0;
        numbers = 0;
        lines = 0;
        optionLines = 0;
        codeFences = 0;
        addLine(prompt, 0);
    }

    /**
     * Adds some of the bytes.
     *
     * @param counts sum of {@link #countsOfBytes}, of at most 255 bytes
     * @param begunRuns how many runs of word bytes begin in them
     * @param begunNumbers how many runs of digits do
     */
    void add(long counts, int begunRuns, int begunNumbers) {
        for (int counter = 0; counter < COUNTERS; counter++) {
            counters[counter] += (int) (counts >>> (counter * Byte.SIZE)) & 0xFF;
        }
        runs += begunRuns;
        numbers += begunNumbers;
    }

    /**
     * Adds a code point by its first two bytes: U+2200 to U+22FF are "Mathematical Operators".
     *
     * @param counts of its bytes from the second on
     */
    void addSymbol(int first, int second, long counts) {
        add(counts, 0, 0);
        counters[MATH] += first == 0xE2 && second >= 0x88 && second <= 0x8B ? 1 : 0;
    }

    /** Adds a line: one may begin like "A. ", "(b) " or "C) ", and one may open or close a block of code. */
    void addLine(PromptBytes prompt, int start) {
        lines++;
        int i = start;
        while (isBlank(prompt, i)) {
            i++;
        }
        if (is(prompt, i, '`') && is(prompt, i + 1, '`') && is(prompt, i + 2, '`')) {
            codeFences++;
            return;
        }
        if (is(prompt, i, '(')) {
            i++;
        }
        boolean option = isLetter(prompt, i)
                && (is(prompt, i + 1, '.') || is(prompt, i + 1, ')') || is(prompt, i + 1, ':'))
                && isBlank(prompt, i + 2);
        optionLines += option ? 1 : 0;
    }

    @Override
    public double value(StructureFeature feature) {
        return switch (feature) {
            case BYTES -> totalBytes;
            case WORDS -> runs;
            case LINES -> lines;
            case BYTES_PER_WORD -> runs == 0 ? 0 : (double) counters[RUN_BYTES] / runs;
            case NUMBERS -> numbers;
            case QUESTION_MARKS -> counters[QUESTION_MARKS];
            case OPTION_LINES -> optionLines;
            case BRACES -> counters[BRACES];
            case MATH_SYMBOLS -> counters[MATH];
            case CODE_FENCES -> codeFences;
            case DIGIT_SHARE -> share(DIGITS);
            case UPPER_CASE_SHARE -> share(UPPER_CASE);
            case PUNCTUATION_SHARE -> share(PUNCTUATION);
            case NON_ASCII_SHARE -> share(NON_ASCII);
        };
    }

    private double share(int counter) {
        return bytesRead == 0 ? 0 : (double) counters[counter] / bytesRead;
    }

    private static boolean is(PromptBytes prompt, int i, char expected) {
        return i < prompt.count() && prompt.at(i) == expected;
    }

    private static boolean isBlank(PromptBytes prompt, int i) {
        return is(prompt, i, ' ') || is(prompt, i, '\t');
    }

    private static boolean isLetter(PromptBytes prompt, int i) {
        int lower = i < prompt.count() ? prompt.at(i) | 0x20 : 0;
        return lower >= 'a' && lower <= 'z';
    }
}
