package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Outcome;

/** What one row of a log became. Every row becomes exactly one reading. */
public sealed interface Reading {
    /** The line the row starts at, from 1. */
    long line();

    /** A row that is a call. */
    record OfCall(long line, CanonicalCall call) implements Reading {}

    /**
     * A row that is an outcome.
     *
     * @param rowId hash of the row and its occurrence among equal rows of the file, for finding duplicates
     */
    record OfOutcome(long line, String rowId, Outcome outcome) implements Reading {}

    /**
     * A row that breaks a rule, or the place where a file broke off.
     *
     * @param file the file the row is in
     * @param field the field at fault; "row" or "file" where it is the whole
     * @param rule what must hold
     * @param value the offending value, at most 80 characters, never prompt or response text
     */
    record Rejected(String file, long line, String field, String rule, String value) implements Reading {
        static Rejected of(String file, long line, InvalidRecordException error) {
            return new Rejected(file, line, error.field(), error.rule(), error.value());
        }

        /** As in "openai-2026-10.jsonl:418: input_tokens: must not be negative, was -1". */
        public String message() {
            return file + ":" + line + ": " + field + ": " + rule + ", was " + value;
        }
    }
}
