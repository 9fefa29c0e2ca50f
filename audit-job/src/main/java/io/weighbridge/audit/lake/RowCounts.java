package io.weighbridge.audit.lake;

/** What became of the rows of a file or of a run: every row read was accepted, a duplicate, or quarantined. */
public record RowCounts(long read, long accepted, long duplicate, long quarantined) {
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

    public RowCounts {
        if (read != accepted + duplicate + quarantined) {
            throw new IllegalStateException("rows read must equal accepted + duplicate + quarantined, was " + read
                    + " ≠ " + accepted + " + " + duplicate + " + " + quarantined);
        }
    }

    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                read + other.read,
                accepted + other.accepted,
                duplicate + other.duplicate,
                quarantined + other.quarantined);
    }

    /** The counts of reading the same rows once more. */
    public RowCounts again() {
        return new RowCounts(read, 0, read, 0);
    }
}
