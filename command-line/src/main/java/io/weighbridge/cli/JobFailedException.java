package io.weighbridge.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A job stopped before it was done. Exit status 1, or one that says more of why. */
public final class JobFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /**
     * @param what what failed and where, as in {@code "calls.jsonl:812: disk full"}
     * @param resume how to go on, as in {@code "weighbridge run --resume 20261122T101530Z-1a2b3c"}
     */
    public JobFailedException(String what, String resume, @Nullable Throwable cause) {
        this(ExitStatus.JOB_FAILED, what, resume, cause);
    }

    /** As {@link #JobFailedException(String, String, Throwable)} with another exit status. */
    public JobFailedException(ExitStatus status, String what, String resume, @Nullable Throwable cause) {
        super(what + "; resume with: " + resume, cause);
        this.status = status;
    }

    /** @param what what failed and where, where nothing is left to resume */
    public JobFailedException(String what, @Nullable Throwable cause) {
        super(what, cause);
        this.status = ExitStatus.JOB_FAILED;
    }

    /** As {@link #JobFailedException(String, Throwable)} with another exit status. */
    public JobFailedException(ExitStatus status, String what, @Nullable Throwable cause) {
        super(what, cause);
        this.status = status;
    }

    public ExitStatus status() {
        return status;
    }
}
