package io.weighbridge.audit.ingest;

/** What becomes of a row that was read. */
enum RowFate {
    /** Not in the lake yet, and the first of its identity in this ingest. */
    NEW,
    /** This very line of this very file is in the lake already: an earlier ingest of it broke off before its end. */
    WRITTEN,
    /** Another line, of this file or another, has the same identity. */
    DUPLICATE
}
