package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.io.Serial;

/** Compressed content ends early or fails its checksum. What was read before stays good. */
final class BrokenGzipException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param problem "truncated gzip" or "corrupt gzip" */
    BrokenGzipException(String problem, IOException cause) {
        super(problem, cause);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
