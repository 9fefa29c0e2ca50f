package io.weighbridge.runner.job;

import java.io.Serial;

/** Another process holds the run's database. */
public final class RunInUseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    RunInUseException(JournalDatabase database, Throwable cause) {
        super(database + " is in use by another process", cause);
    }

    RunInUseException(String runId) {
        super("run " + runId + " is held by another process");
    }
}
