package io.weighbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a parent asks of a command that is a step of its work, by the environment. Besides its result as the last line of
 * output, such a command leaves a {@link StepRecord}, so that a parent that was killed finds what has been done; and it holds
 * a lease while it works, so that the parent's successor never works beside what the parent left behind.
 *
 * @param id of the step
 * @param record where the step leaves its record
 * @param lease the file to hold; a step waits for it
 */
record StepContract(String id, Path record, Path lease) {
    private static final String ID = "WEIGHBRIDGE_STEP";
    private static final String RECORD = "WEIGHBRIDGE_STEP_RECORD";
    private static final String LEASE = "WEIGHBRIDGE_STEP_LEASE";

    /** An orphan ends within moments of its parent; more than this is something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the process was asked; null if it is nobody's step. */
    static @Nullable StepContract in(Map<String, String> environment) {
        String id = environment.get(ID);
        String record = environment.get(RECORD);
        String lease = environment.get(LEASE);
        return id == null || record == null || lease == null
                ? null
                : new StepContract(id, Path.of(record), Path.of(lease));
    }

    /** Puts this into the environment of a child. */
    void into(Map<String, String> environment) {
        environment.put(ID, id);
        environment.put(RECORD, record.toAbsolutePath().toString());
        environment.put(LEASE, lease.toAbsolutePath().toString());
    }

    /** Takes it out of the environment of a child that is no step. */
    static void outOf(Map<String, String> environment) {
        environment.remove(ID);
        environment.remove(RECORD);
        environment.remove(LEASE);
    }

    Lease hold() throws IOException, InterruptedException {
        return Lease.take(lease, PATIENCE);
    }

    /** Leaves what was done before a failure, if anything was. */
    void left(JobFailedException failure, Instant begun, Duration took) throws IOException {
        if (failure.partial() != null) {
            StepRecord.partial(id, begun, took, failure, failure.partial()).write(record);
        }
    }

    void done(Object result, Instant begun, Duration took) throws IOException {
        StepRecord.done(id, begun, took, result).write(record);
    }
}
