package io.weighbridge.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A job stopped before it was done. Exit status 1, or one that says more of why. */
public final class JobFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;
    private final transient @Nullable Object partial;

    /**
     * @param what what failed and where, as in {@code "calls.jsonl:812: disk full"}
     * @param resume how to go on, as in {@code "weighbridge run --resume 20261122T101530Z-1a2b3c"}
     */
    public JobFailedException(String what, String resume, @Nullable Throwable cause) {
        this(ExitStatus.JOB_FAILED, what, resume, cause);
    }

    /** As {@link #JobFailedException(String, String, Throwable)} with another exit status. */
    public JobFailedException(ExitStatus status, String what, String resume, @Nullable Throwable cause) {
        this(status, what + "; resume with: " + resume, cause, null);
    }

    /**
     * Some of the work is done and handed over, the rest is left.
     *
     * @param partial what is done, as {@link JsonOutput} writes it
     */
    public static JobFailedException leaving(ExitStatus status, String what, String resume, Object partial) {
        return new JobFailedException(status, what + "; resume with: " + resume, null, partial);
    }

    /** @param what what failed and where, where nothing is left to resume */
    public JobFailedException(String what, @Nullable Throwable cause) {
        this(ExitStatus.JOB_FAILED, what, cause);
    }

    /** As {@link #JobFailedException(String, Throwable)} with another exit status. */
    public JobFailedException(ExitStatus status, String what, @Nullable Throwable cause) {
        this(status, what, cause, null);
    }

    private JobFailedException(ExitStatus status, String message, @Nullable Throwable cause, @Nullable Object partial) {
        super(message, cause);
        this.status = status;
        this.partial = partial;
    }

    /** What is done and handed over; null where nothing is. */
    @Nullable
    Object partial() {
        return partial;
    }

    public ExitStatus status() {
        return status;
    }
}
