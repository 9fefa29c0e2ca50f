package io.weighbridge.routing;

import java.io.Serial;

/** A policy file cannot be used: not a policy, damaged, of another version, or breaking a rule. The message says which. */
public final class PolicyFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PolicyFormatException(String message) {
        super(message);
    }

    public PolicyFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
