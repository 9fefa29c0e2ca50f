package io.weighbridge.cli;

import java.io.Serial;

/**
 * What the user gave cannot be used: an argument, a configuration, a file. Exit status 2. The message names where,
 * field, rule and value, as in {@code "weighbridge.yaml:4: limits.attempts: must be at least 1, was 0"}.
 */
public final class BadInputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
