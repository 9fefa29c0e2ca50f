package io.weighbridge.runner.journal;

import java.io.Serial;

/** The journal cannot be read or written. The run must stop: nothing may be sent that is not recorded. */
public final class JournalException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    JournalException(String statement, Throwable cause) {
        super("journal: " + statement + ": " + cause.getMessage(), cause);
    }
}
