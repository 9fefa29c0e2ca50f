package io.weighbridge.runner.verify;

import io.weighbridge.cli.BoundedSearch;
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
        return switch (BoundedSearch.find(pattern, answer.text(), MOST_STEPS)) {
            case FOUND -> Optional.empty();
            case NOT_FOUND -> Optional.of("matches: nothing matches " + pattern);
            case GAVE_UP -> Optional.of("matches: takes too long to find " + pattern);
        };
    }
}
