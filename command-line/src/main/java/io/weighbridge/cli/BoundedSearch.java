package io.weighbridge.cli;

import java.util.regex.Pattern;

/**
 * Looks for a regular expression of the settings with a bounded effort, because prompts and answers are written by strangers
 * and some expressions take exponential time on some texts.
 */
public enum BoundedSearch {
    FOUND,
    NOT_FOUND,
    /** It took too many steps, or too deep a stack. */
    GAVE_UP;

    /** @param mostSteps characters that the search may look at, again and again; a million take about 5 ms */
    public static BoundedSearch find(Pattern pattern, String text, long mostSteps) {
        try {
            return pattern.matcher(new CountedText(text, new long[] {mostSteps}))
                            .find()
                    ? FOUND
                    : NOT_FOUND;
        } catch (EffortExceededException | StackOverflowError e) {
            return GAVE_UP;
        }
    }

    /** A text that counts how often the matcher looks at it. */
    private record CountedText(String text, long[] stepsLeft) implements CharSequence {
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
