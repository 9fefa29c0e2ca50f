package io.weighbridge.samples.provider;

import java.io.Serial;

/** A request that gets an error answer. */
final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    /**
     * @param status of HTTP
     * @param type as in OpenAI's error objects
     */
    RefusedException(int status, String type, String message) {
        super(message);
        this.status = status;
        this.type = type;
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
