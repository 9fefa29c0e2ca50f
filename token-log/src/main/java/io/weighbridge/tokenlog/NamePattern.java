package io.weighbridge.tokenlog;

import java.util.Locale;

/**
 * A model name, or a star pattern for several: {@code claude-opus-4*} starts with, {@code *claude-opus-4*} contains,
 * {@code *-latest} ends with. Letter case does not matter.
 */
record NamePattern(String text, boolean openStart, boolean openEnd) {
    static NamePattern of(String pattern) {
        boolean openStart = pattern.startsWith("*");
        boolean openEnd = pattern.length() > 1 && pattern.endsWith("*");
        String text = pattern.substring(openStart ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        return new NamePattern(text.toLowerCase(Locale.ROOT), openStart, openEnd);
    }

    static void check(String field, String pattern) {
        if (of(pattern).text.isBlank() || of(pattern).text.indexOf('*') >= 0) {
            throw new InvalidRecordException(field, "must be a name, with stars only at its start and end", pattern);
        }
    }

    boolean isExact() {
        return !openStart && !openEnd;
    }

    /** @param name in lower case */
    boolean matches(String name) {
        if (openStart) {
            return openEnd ? name.contains(text) : name.endsWith(text);
        }
        return openEnd ? name.startsWith(text) : name.equals(text);
    }
}
