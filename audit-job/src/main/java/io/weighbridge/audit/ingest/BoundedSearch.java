package io.weighbridge.audit.ingest;

import java.util.regex.Pattern;

/**
 * Looks for a regular expression with a bounded effort, because prompts are written by strangers and some expressions
 * take exponential time on some texts. A search that gives up has found nothing.
 */
final class BoundedSearch {
    /** Characters of a text that are searched: task rules look for phrases of templates, which come first. */
    static final int LONGEST_TEXT = 16_384;

    /** Characters that one search may look at, again and again; about 10 ms. */
    private static final int MOST_STEPS = 2_000_000;

    private BoundedSearch() {}

    static boolean find(Pattern pattern, String text) {
        String beginning = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        try {
            return pattern.matcher(new CountedText(beginning, new int[] {MOST_STEPS}))
                    .find();
        } catch (EffortExceededException | StackOverflowError e) {
            return false;
        }
    }

    /** A text that counts how often the matcher looks at it. */
    private record CountedText(String text, int[] stepsLeft) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (stepsLeft[0]-- <= 0) {
                throw new EffortExceededException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.substring(start, end), stepsLeft);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class EffortExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EffortExceededException() {
            super("the search took too many steps", null, false, false);
        }
    }
}
