package io.weighbridge.tokenlog.format;

import java.io.Serial;

/** A mapping file is wrong, by itself or for the log it is used on. Commands exit with status 2. */
public final class InvalidMappingException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param mapping the mapping file
     * @param key as in "fields.occurred_at"
     * @param rule what must hold
     * @param value the offending value
     */
    public InvalidMappingException(String mapping, String key, String rule, String value) {
        super(mapping + ": " + key + ": " + rule + ", was " + value);
    }
}
