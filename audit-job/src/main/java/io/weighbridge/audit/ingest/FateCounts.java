package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many rows of which file had which fate. */
final class FateCounts {
    private final List<Count> counts;

    private FateCounts(List<Count> counts) {
        this.counts = counts;
    }

    private record Count(int file, String destination, RowFate fate, long rows) {
        boolean isOf(InputFile other) {
            return file == other.order();
        }

        boolean isRejected() {
            return destination.equals(LakeTable.QUARANTINE.folder());
        }

        boolean isDuplicate() {
            return fate == RowFate.DUPLICATE;
        }
    }

    static FateCounts of(Dataset<Row> fates) {
        return new FateCounts(fates.groupBy("file", "destination", "fate").count().collectAsList().stream()
                .map(row ->
                        new Count(row.getInt(0), row.getString(1), RowFate.valueOf(row.getString(2)), row.getLong(3)))
                .toList());
    }

    /** Whether all rows meant for a table are new. */
    boolean areAllNew(LakeTable table) {
        return counts.stream()
                .filter(count -> count.destination().equals(table.folder()))
                .allMatch(count -> count.fate() == RowFate.NEW);
    }

    /** Rows that a table has to receive. */
    long newRows(LakeTable table) {
        return counts.stream()
                .filter(count -> count.fate() == RowFate.NEW)
                .filter(count -> count.destination().equals(table.folder()))
                .mapToLong(Count::rows)
                .sum();
    }

    /**
     * The line of the ledger.
     *
     * @param read rows of the file, counted when they were read
     * @throws IllegalStateException if a row was lost or multiplied since
     */
    RowCounts of(InputFile file, long read) {
        long rejected = 0;
        long duplicate = 0;
        long accepted = 0;
        for (Count count : counts) {
            if (count.isOf(file)) {
                rejected += count.isRejected() ? count.rows() : 0;
                duplicate += !count.isRejected() && count.isDuplicate() ? count.rows() : 0;
                accepted += !count.isRejected() && !count.isDuplicate() ? count.rows() : 0;
            }
        }
        return new RowCounts(read, accepted, duplicate, rejected);
    }
}
