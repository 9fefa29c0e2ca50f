package io.weighbridge.audit.lake;

/**
 * What became of the rows of a file or of a run: every row read was accepted, a duplicate, or quarantined.
 *
 * @param superseded rows of the lake, of other files, that accepted rows took the place of
 */
public record RowCounts(long read, long accepted, long duplicate, long quarantined, long superseded) {
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

    public RowCounts {
        if (read != accepted + duplicate + quarantined) {
            throw new IllegalStateException("rows read must equal accepted + duplicate + quarantined, was " + read
                    + " ≠ " + accepted + " + " + duplicate + " + " + quarantined);
        }
        if (superseded > accepted) {
            throw new IllegalStateException(
                    "superseded rows must not exceed accepted, was " + superseded + " > " + accepted);
        }
    }

    /** Counts of rows that superseded none. */
    public RowCounts(long read, long accepted, long duplicate, long quarantined) {
        this(read, accepted, duplicate, quarantined, 0);
    }

    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                read + other.read,
                accepted + other.accepted,
                duplicate + other.duplicate,
                quarantined + other.quarantined,
                superseded + other.superseded);
    }

    /** The counts of reading the same rows once more. */
    public RowCounts again() {
        return new RowCounts(read, 0, read, 0);
    }
}
