package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.SampleUnit;
import java.time.Instant;
import java.util.Locale;

/** One logical call of the month. */
record SampleCall(long row, SampleUnit unit, Assignment assignment, Serving serving, Instant occurredAt) {
    /** The identifier in logs, outcomes, workloads and truth. */
    static String id(long row) {
        return String.format(Locale.ROOT, "call-%012d", row);
    }

    String id() {
        return id(row);
    }
}
