package io.weighbridge.runner.journal;

import org.jspecify.annotations.Nullable;

/**
 * How a batch ended.
 *
 * @param duplicateLines result lines of requests that had one before
 * @param foreignLines result lines of requests that the batch does not have
 * @param malformedLines result lines that nobody can read
 * @param problem why it has no results; null where it has
 */
public record SubmissionEnd(
        int duplicateLines,
        int foreignLines,
        int malformedLines,
        @Nullable String problem) {

    public static SubmissionEnd without(String problem) {
        return new SubmissionEnd(0, 0, 0, problem);
    }
}
