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

    /**
     * @param field name of the offending field as the contract spells it
     * @param rule what must hold, as in "must not be negative"
     * @param value the offending value; shortened, and never prompt or response text
     */
    public InvalidRecordException(String field, String rule, String value) {
        super(field + ": " + rule + ", was " + bounded(value));
        this.field = field;
        this.rule = rule;
    }

    public String field() {
        return field;
    }

    public String rule() {
        return rule;
    }

    private static String bounded(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
