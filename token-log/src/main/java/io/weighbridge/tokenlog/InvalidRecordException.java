package io.weighbridge.tokenlog;

import java.io.Serial;

/**
 * A record breaks a rule of its contract. The message names field, rule and value; readers put file and line
 * before it and quarantine the record.
 */
public final class InvalidRecordException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_VALUE = 80;

    private final String field;
    private final String rule;
    private final String value;

    /**
     * @param field name of the offending field as the contract spells it
     * @param rule what must hold, as in "must not be negative"
     * @param value the offending value; shortened, and never prompt or response text
     */
    public InvalidRecordException(String field, String rule, String value) {
        this(field, rule, value, field + ": " + rule + ", was " + bounded(value));
    }

    /** With a message of its own, for errors that say more than one field's rule. */
    InvalidRecordException(String field, String rule, String value, String message) {
        super(message);
        this.field = field;
        this.rule = rule;
        this.value = bounded(value);
    }

    /** The same error with a place before it, as in "prices.json: input: must not be negative, was -1". */
    public InvalidRecordException in(String place) {
        return new InvalidRecordException(field, rule, value, place + ": " + getMessage());
    }

    public String field() {
        return field;
    }

    public String rule() {
        return rule;
    }

    /** The offending value, at most 80 characters. */
    public String value() {
        return value;
    }

    private static String bounded(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
