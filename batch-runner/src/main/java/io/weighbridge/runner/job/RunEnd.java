package io.weighbridge.runner.job;

import io.weighbridge.runner.results.RunSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one process of a run ended.
 *
 * @param summary what was handed over; empty where the job failed before that
 * @param failures why the job failed; empty where it did not, or only its budget ended
 * @param steps counts of this process's steps by name
 */
public record RunEnd(Optional<RunSummary> summary, List<Throwable> failures, Map<String, StepCounts> steps) {
    private static final List<String> WRAPPERS =
            List.of("org.springframework.batch.", "org.springframework.core.retry.", "java.util.concurrent.");

    /** The deepest cause that says something; null where the job did not fail. */
    public @Nullable Throwable cause() {
        Throwable cause = failures.isEmpty() ? null : failures.getFirst();
        while (cause != null && cause.getCause() != null && isWrapper(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable failure) {
        return WRAPPERS.stream().anyMatch(failure.getClass().getName()::startsWith);
    }

    /** What Spring Batch counted in one step. */
    public record StepCounts(long read, long written, long skipped, long rollbacks) {}
}
