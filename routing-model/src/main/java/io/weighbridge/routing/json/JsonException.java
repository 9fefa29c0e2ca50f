package io.weighbridge.routing.json;

import java.io.Serial;

/** A text is not JSON, exceeds a bound, or does not have the expected shape. The message says where. */
public final class JsonException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
