package io.weighbridge.routing;

import java.util.Arrays;

/** Counts over the bytes of one prompt, from which the structure block is computed. FORMAT.md, "Structure block". */
final class PromptShape implements PromptMeasures {
    private static final int WORD = 1;
    private static final int DIGIT = 2;
    private static final int UPPER_CASE = 4;
    private static final int PUNCTUATION = 8;
    private static final int NON_ASCII = 16;
    private static final int BRACE = 32;
    private static final int MATH = 64;

    /** What each byte is: a sum of the constants above. */
    private static final byte[] CLASSES = classes();

    private final int[] occurrences = new int[256];
    private long totalBytes;
    private int bytesRead;
    private int words;
    private int numbers;
    private int optionLines;
    private int codeFences;
    private int mathOperators;

    /** Bytes of each class, at the position of its bit. */
    private final int[] ofClass = new int[Integer.numberOfTrailingZeros(MATH) + 1];

    void measure(PromptBytes prompt) {
        totalBytes = prompt.totalBytes();
        bytesRead = prompt.count();
        Arrays.fill(occurrences, 0);
        optionLines = 0;
        codeFences = 0;
        lookAtLine(prompt, 0);
        countBytes(prompt);
        countClasses();
        mathOperators = occurrences[0xE2] == 0 ? 0 : countMathOperators(prompt);
    }

    @Override
    public double value(StructureFeature feature) {
        return switch (feature) {
            case BYTES -> totalBytes;
            case WORDS -> words;
            case LINES -> 1 + occurrences['\n'];
            case BYTES_PER_WORD -> words == 0 ? 0 : (double) count(WORD) / words;
            case NUMBERS -> numbers;
            case QUESTION_MARKS -> occurrences['?'];
            case OPTION_LINES -> optionLines;
            case BRACES -> count(BRACE);
            case MATH_SYMBOLS -> count(MATH) + mathOperators;
            case CODE_FENCES -> codeFences;
            case DIGIT_SHARE -> share(DIGIT);
            case UPPER_CASE_SHARE -> share(UPPER_CASE);
            case PUNCTUATION_SHARE -> share(PUNCTUATION);
            case NON_ASCII_SHARE -> share(NON_ASCII);
        };
    }

    private double share(int byteClass) {
        return bytesRead == 0 ? 0 : (double) count(byteClass) / bytesRead;
    }

    private int count(int byteClass) {
        return ofClass[Integer.numberOfTrailingZeros(byteClass)];
    }

    private void countClasses() {
        Arrays.fill(ofClass, 0);
        for (int b = 0; b < 256; b++) {
            if (occurrences[b] > 0) {
                for (int bits = CLASSES[b]; bits != 0; bits &= bits - 1) {
                    ofClass[Integer.numberOfTrailingZeros(bits)] += occurrences[b];
                }
            }
        }
    }

    private void countBytes(PromptBytes prompt) {
        words = 0;
        numbers = 0;
        int before = 0;
        for (int i = 0; i < prompt.count(); i++) {
            int b = prompt.at(i);
            occurrences[b]++;
            int begins = CLASSES[b] & ~before;
            words += begins & WORD;
            numbers += (begins & DIGIT) >>> 1;
            before = CLASSES[b];
            if (b == '\n') {
                lookAtLine(prompt, i + 1);
            }
        }
    }

    /** Counts the code points U+2200 to U+22FF, "Mathematical Operators". */
    private static int countMathOperators(PromptBytes prompt) {
        int count = 0;
        for (int i = 0; i < prompt.count(); i++) {
            boolean operator = prompt.at(i) == 0xE2 && prompt.at(i + 1) >= 0x88 && prompt.at(i + 1) <= 0x8B;
            count += operator ? 1 : 0;
        }
        return count;
    }

    /** Counts a line that begins like "A. ", "(b) " or "C) ", and one that opens or closes a code block. */
    private void lookAtLine(PromptBytes prompt, int start) {
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

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int b = 0; b < 256; b++) {
            boolean digit = b >= '0' && b <= '9';
            boolean upper = b >= 'A' && b <= 'Z';
            boolean word = digit || upper || (b >= 'a' && b <= 'z') || b >= 0x80;
            int sum = word ? WORD : 0;
            sum |= digit ? DIGIT : 0;
            sum |= upper ? UPPER_CASE : 0;
            sum |= !word && b > ' ' && b < 0x7F ? PUNCTUATION : 0;
            sum |= b >= 0x80 ? NON_ASCII : 0;
            sum |= "{}[]".indexOf(b) >= 0 ? BRACE : 0;
            sum |= "=+*/^<>\\$%".indexOf(b) >= 0 ? MATH : 0;
            classes[b] = (byte) sum;
        }
        return classes;
    }
}
