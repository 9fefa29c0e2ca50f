package io.weighbridge.samples.provider;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An input file that makes its batch fail when it is validated. */
final class InvalidBatchException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable Integer line;

    /** @param line from 1; null where the file as a whole is wrong */
    InvalidBatchException(String code, String message, @Nullable Integer line) {
        super(message);
        this.code = code;
        this.line = line;
    }

    String code() {
        return code;
    }

    @Nullable
    Integer line() {
        return line;
    }
}
