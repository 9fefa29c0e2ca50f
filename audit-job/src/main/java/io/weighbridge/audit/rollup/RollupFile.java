package io.weighbridge.audit.rollup;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.parquet.ParquetRows;
import io.weighbridge.audit.parquet.ParquetTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A {@link DayRollup} as a Parquet file: a row a group, a column a measure, latencies as two lists. */
final class RollupFile {
    private static final String BUCKETS = "latency_buckets";
    private static final String COUNTS = "latency_counts";
    private static final MessageType SCHEMA = schema();

    private RollupFile() {}

    private static MessageType schema() {
        Types.GroupBuilder<MessageType> schema = Types.buildMessage()
                .addField(ParquetTable.optionalText("team"))
                .addField(ParquetTable.optionalText("application"))
                .addField(ParquetTable.text("task"))
                .addField(ParquetTable.text("model"))
                .addField(ParquetTable.optionalText("provider"))
                .addField(ParquetTable.optionalText("service_tier"));
        for (Measure measure : Measure.values()) {
            schema.addField(Types.required(INT64).named(measure.column()));
        }
        return schema.addField(ParquetTable.optionalList(BUCKETS, INT32))
                .addField(ParquetTable.optionalList(COUNTS, INT64))
                .named("rollup");
    }

    /** Two jobs may write the same rollup at once: each writes a file of its own first, and both say the same. */
    static void write(FileSystem files, Path file, List<GroupTotals> groups) throws IOException {
        Path own = new Path(file.getParent(), "." + UUID.randomUUID() + ".parquet");
        fill(files, own, groups);
        if (!files.rename(own, file)) {
            files.delete(own, false);
            if (!files.exists(file)) {
                throw new IOException(file + ": could not be put in place");
            }
        }
    }

    private static void fill(FileSystem files, Path file, List<GroupTotals> groups) throws IOException {
        try (ParquetTable table = ParquetTable.create(files, file, SCHEMA)) {
            for (GroupTotals totals : groups) {
                table.write(row -> {
                    CallGroup group = totals.group();
                    row.put("team", group.team())
                            .put("application", group.application())
                            .put("task", group.task())
                            .put("model", group.model())
                            .put("provider", group.provider())
                            .put("service_tier", group.serviceTier())
                            .put(BUCKETS, totals.latency().buckets())
                            .put(COUNTS, totals.latency().counts());
                    for (Measure measure : Measure.values()) {
                        row.put(measure.column(), totals.sum(measure));
                    }
                });
            }
        }
    }

    static DayRollup read(FileSystem files, Path file, LocalDate day) throws IOException {
        List<GroupTotals> groups = new ArrayList<>();
        try (ParquetRows rows = ParquetRows.open(file, files.getConf())) {
            for (Group row = rows.next(); row != null; row = rows.next()) {
                groups.add(totals(row));
            }
        }
        return new DayRollup(day, groups);
    }

    private static GroupTotals totals(Group row) {
        long[] sums = new long[Measure.values().length];
        for (Measure measure : Measure.values()) {
            sums[measure.ordinal()] = row.getLong(measure.column(), 0);
        }
        Group buckets = row.getGroup(BUCKETS, 0);
        Group counts = row.getGroup(COUNTS, 0);
        int[] bucket = new int[buckets.getFieldRepetitionCount(0)];
        long[] count = new long[bucket.length];
        for (int i = 0; i < bucket.length; i++) {
            bucket[i] = buckets.getGroup(0, i).getInteger(0, 0);
            count[i] = counts.getGroup(0, i).getLong(0, 0);
        }
        return new GroupTotals(
                new CallGroup(
                        text(row, "team"),
                        text(row, "application"),
                        Objects.requireNonNull(text(row, "task")),
                        Objects.requireNonNull(text(row, "model")),
                        text(row, "provider"),
                        text(row, "service_tier")),
                sums,
                LatencyHistogram.of(bucket, count));
    }

    private static @Nullable String text(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
    }
}
