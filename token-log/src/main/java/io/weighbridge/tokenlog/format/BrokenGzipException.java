package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.io.Serial;

/**
 * Compressed content ends early or fails its checksum. What was read before stays good. Public for sources that decompress
 * other formats than gzip themselves.
 */
public final class BrokenGzipException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param problem "truncated gzip" or "corrupt gzip" or "broken zstd" */
    public BrokenGzipException(String problem, IOException cause) {
        super(problem, cause);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
