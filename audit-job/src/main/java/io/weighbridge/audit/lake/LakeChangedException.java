package io.weighbridge.audit.lake;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Another job wrote to a table between looking at it and appending to it. Looking again and retrying is safe. */
public final class LakeChangedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LakeChangedException(String table, @Nullable Throwable cause) {
        super(table + ": was written by another job at the same time", cause);
    }
}
