package io.weighbridge.tokenlog;

/** Words, digits and spaces by ASCII rules only, so that every language can tell them alike. */
final class AsciiWords {
    private static final boolean[] IS_PART = new boolean[128];

    static {
        for (char c = 0; c < IS_PART.length; c++) {
            IS_PART[c] = isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '-';
        }
    }

    private AsciiWords() {}

    /**
     * Whether a character is part of a word: letters, digits, {@code _}, {@code -}, and what joins two digits.
     *
     * @param joiners characters that do
     */
    static boolean isPart(String text, int at, String joiners) {
        char c = text.charAt(at);
        return c < IS_PART.length && IS_PART[c] || joinsDigits(text, at, joiners);
    }

    private static boolean joinsDigits(String text, int at, String joiners) {
        return joiners.indexOf(text.charAt(at)) >= 0
                && at > 0
                && at + 1 < text.length()
                && isDigit(text.charAt(at - 1))
                && isDigit(text.charAt(at + 1));
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
