package io.weighbridge.runner.provider;

import java.io.Serial;

/** A request that cannot be put to the chosen model's provider. */
public final class UntranslatableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UntranslatableException(String field, String rule) {
        super(field + ": " + rule);
    }
}
