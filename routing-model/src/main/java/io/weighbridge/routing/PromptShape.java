package io.weighbridge.routing;

/** Counts over the bytes of one prompt, from which the structure block is computed. FORMAT.md, "Structure block". */
final class PromptShape {
    private long totalBytes;
    private int bytesRead;
    private int words;
    private int wordBytes;
    private int lines;
    private int numbers;
    private int digits;
    private int upperCase;
    private int punctuation;
    private int nonAscii;
    private int questionMarks;
    private int optionLines;
    private int braces;
    private int mathSymbols;
    private int codeFences;

    void measure(PromptBytes prompt) {
        clear(prompt);
        boolean inWord = false;
        boolean inNumber = false;
        boolean atLineStart = true;
        for (int i = 0; i < prompt.count(); i++) {
            int b = prompt.at(i);
            if (atLineStart) {
                lookAtLine(prompt, i);
            }
            atLineStart = b == '\n';
            boolean digit = b >= '0' && b <= '9';
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            boolean word = digit || letter || b >= 0x80;
            words += word && !inWord ? 1 : 0;
            wordBytes += word ? 1 : 0;
            numbers += digit && !inNumber ? 1 : 0;
            inWord = word;
            inNumber = digit;
            digits += digit ? 1 : 0;
            upperCase += b >= 'A' && b <= 'Z' ? 1 : 0;
            if (b >= 0x80) {
                nonAscii++;
                mathSymbols += isMathOperator(prompt, i) ? 1 : 0;
            } else if (!word) {
                countPunctuation(b);
            }
        }
    }

    double value(StructureFeature feature) {
        return switch (feature) {
            case BYTES -> totalBytes;
            case WORDS -> words;
            case LINES -> lines;
            case BYTES_PER_WORD -> words == 0 ? 0 : (double) wordBytes / words;
            case NUMBERS -> numbers;
            case QUESTION_MARKS -> questionMarks;
            case OPTION_LINES -> optionLines;
            case BRACES -> braces;
            case MATH_SYMBOLS -> mathSymbols;
            case CODE_FENCES -> codeFences;
            case DIGIT_SHARE -> share(digits);
            case UPPER_CASE_SHARE -> share(upperCase);
            case PUNCTUATION_SHARE -> share(punctuation);
            case NON_ASCII_SHARE -> share(nonAscii);
        };
    }

    private double share(int count) {
        return bytesRead == 0 ? 0 : (double) count / bytesRead;
    }

    private void clear(PromptBytes prompt) {
        totalBytes = prompt.totalBytes();
        bytesRead = prompt.count();
        words = 0;
        wordBytes = 0;
        lines = 1;
        numbers = 0;
        digits = 0;
        upperCase = 0;
        punctuation = 0;
        nonAscii = 0;
        questionMarks = 0;
        optionLines = 0;
        braces = 0;
        mathSymbols = 0;
        codeFences = 0;
    }

    private void countPunctuation(int b) {
        if (b > ' ' && b < 0x7F) {
            punctuation++;
        }
        switch (b) {
            case '\n' -> lines++;
            case '?' -> questionMarks++;
            case '{', '}', '[', ']' -> braces++;
            case '=', '+', '*', '/', '^', '<', '>', '\\', '$', '%' -> mathSymbols++;
            default -> {}
        }
    }

    /** Whether the code point U+2200 to U+22FF, "Mathematical Operators", begins here. */
    private static boolean isMathOperator(PromptBytes prompt, int i) {
        return prompt.at(i) == 0xE2 && i + 1 < prompt.count() && prompt.at(i + 1) >= 0x88 && prompt.at(i + 1) <= 0x8B;
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
}
