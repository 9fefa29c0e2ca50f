package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.SampleUnit;
import java.time.Instant;

/** One logical call of the month. */
record SampleCall(long row, SampleUnit unit, Assignment assignment, Serving serving, Instant occurredAt) {
    /** The identifier in logs, outcomes, workloads and truth. */
    String id() {
        return SampleCallId.of(row);
    }
}
