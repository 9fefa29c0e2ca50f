package io.weighbridge.runner.job;

import io.weighbridge.runner.results.RunSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one process of a run ended.
 *
 * @param summary what was handed over; empty where the job failed before that
 * @param failures why the job failed; empty where it did not, or only its budget ended
 * @param steps counts of this process's steps by name
 */
public record RunEnd(Optional<RunSummary> summary, List<Throwable> failures, Map<String, StepCounts> steps) {

    /** What Spring Batch counted in one step. */
    public record StepCounts(long read, long written, long skipped, long rollbacks) {}
}
