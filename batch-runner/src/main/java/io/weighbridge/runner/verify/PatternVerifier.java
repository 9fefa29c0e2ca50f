package io.weighbridge.runner.verify;

import java.util.Optional;
import java.util.regex.Pattern;

/** A regular expression is found in the answer, within a bounded number of steps. */
final class PatternVerifier implements Verifier {
    /** Some tens of milliseconds; an expression that needs more on an answer backtracks without end. */
    private static final long MOST_STEPS = 10_000_000;

    private final Pattern pattern;

    PatternVerifier(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public Optional<String> problem(Answer answer) {
        try {
            return pattern.matcher(new CountedText(answer.text(), new long[1])).find()
                    ? Optional.empty()
                    : Optional.of("matches: nothing matches " + pattern);
        } catch (TooManyStepsException | StackOverflowError e) {
            return Optional.of("matches: takes too long to find " + pattern);
        }
    }

    private static final class TooManyStepsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyStepsException() {
            super("too many steps", null, false, false);
        }
    }

    /** A text that can be read only so often. */
    private record CountedText(String text, long[] steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.substring(start, end), steps);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
