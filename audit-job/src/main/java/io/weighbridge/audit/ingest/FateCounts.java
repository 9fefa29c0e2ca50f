package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many rows of which file had which fate. */
final class FateCounts {
    private final List<Count> counts;

    private FateCounts(List<Count> counts) {
        this.counts = counts;
    }

    private record Count(int file, String destination, RowFate fate, boolean supersedes, long rows) {
        boolean isFor(LakeTable table) {
            return destination.equals(table.folder());
        }

        boolean isRejected() {
            return isFor(LakeTable.QUARANTINE);
        }

        boolean isDuplicate() {
            return !isRejected() && fate == RowFate.DUPLICATE;
        }

        boolean isAccepted() {
            return !isRejected() && fate != RowFate.DUPLICATE;
        }
    }

    static FateCounts of(Dataset<Row> fates) {
        return new FateCounts(
                fates.groupBy("file", "destination", "fate", "supersedes").count().collectAsList().stream()
                        .map(row -> new Count(
                                row.getInt(0),
                                row.getString(1),
                                RowFate.valueOf(row.getString(2)),
                                row.getBoolean(3),
                                row.getLong(4)))
                        .toList());
    }

    /** Whether a table has to receive all rows that were read for it. */
    boolean areAllToBeWritten(LakeTable table) {
        return counts.stream()
                .filter(count -> count.isFor(table))
                .allMatch(count -> count.fate().isToBeWritten());
    }

    /** Rows that a table has to receive. */
    long rowsToWrite(LakeTable table) {
        return rows(count -> count.isFor(table) && count.fate().isToBeWritten());
    }

    /** How many of them take the place of a row of the table. */
    long corrections(LakeTable table) {
        return rows(count -> count.isFor(table) && count.fate() == RowFate.CORRECTION);
    }

    /**
     * The line of the ledger.
     *
     * @param read rows of the file, counted when they were read
     * @throws IllegalStateException if a row was lost or multiplied since
     */
    RowCounts of(InputFile file, long read) {
        Predicate<Count> isOfFile = count -> count.file() == file.order();
        return new RowCounts(
                read,
                rows(isOfFile.and(Count::isAccepted)),
                rows(isOfFile.and(Count::isDuplicate)),
                rows(isOfFile.and(Count::isRejected)),
                rows(isOfFile.and(Count::isAccepted).and(Count::supersedes)));
    }

    private long rows(Predicate<Count> which) {
        return counts.stream().filter(which).mapToLong(Count::rows).sum();
    }
}
