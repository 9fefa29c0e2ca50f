package io.weighbridge.runner.batch;

import java.io.Serial;

/** A call to a batch API that did not succeed. */
final class BatchCallException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Fate fate;

    /** What the provider did. */
    enum Fate {
        /** Nothing, and it will not do it (4xx). */
        REFUSED,
        /** Nothing: what was sent is more than it takes at once (413). */
        TOO_LARGE,
        /** Nothing: it does not accept the key (401). */
        KEY_REFUSED,
        /** Nothing, this time (429, no connection). */
        NOT_DONE,
        /** Nobody knows (5xx, timeout, connection cut). */
        UNKNOWN
    }

    BatchCallException(Fate fate, String message) {
        super(message);
        this.fate = fate;
    }

    Fate fate() {
        return fate;
    }
}
