package io.weighbridge.runner.journal;

import java.io.Serial;

/** Another process has taken over what this one worked on; nothing of it may be sent or recorded here any more. */
public final class WorkLostException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    WorkLostException(String what) {
        super(what + ": another process has taken it over");
    }
}
