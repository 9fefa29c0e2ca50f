package io.weighbridge.audit.ingest;

/** What becomes of a row that was read. */
enum RowFate {
    /** Its identity is not in the lake yet, and no other row of this ingest has a later version of it. */
    NEW,
    /** A later version of a row that is in the lake, which it supersedes. */
    CORRECTION,
    /** This very line of this very file is in the lake already: an earlier ingest of it broke off before its end. */
    WRITTEN,
    /** Another line, of this file or another, has the same identity and is as recent. */
    DUPLICATE;

    /** Whether a table has to receive the row. */
    boolean isToBeWritten() {
        return this == NEW || this == CORRECTION;
    }
}
