package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.io.Serial;

/** A whole file cannot be read: it does not exist, is empty, or is in no known format. Commands exit with status 2. */
public final class UnreadableLogException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param problem as in "is empty" */
    public UnreadableLogException(String file, String problem) {
        super(file + ": " + problem);
    }
}
