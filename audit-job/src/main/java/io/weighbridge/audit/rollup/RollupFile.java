package io.weighbridge.audit.rollup;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.parquet.ParquetRow;
import io.weighbridge.audit.parquet.ParquetRows;
import io.weighbridge.audit.parquet.ParquetTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A {@link DayRollup} as a Parquet file: a row a group, a column a measure, latencies and loads as lists, sketches as bytes. */
final class RollupFile {
    private static final String BUCKETS = "latency_buckets";
    private static final String COUNTS = "latency_counts";
    private static final String HOURS = "load_hours";
    private static final String LOAD_CALLS = "load_calls";
    private static final String LOAD_INPUT = "load_input_tokens";
    private static final String LOAD_OUTPUT = "load_output_tokens";
    private static final String PROMPTS = "prompt_sketch";
    private static final String SESSIONS = "session_sketch";
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
                .addField(ParquetTable.optionalList(HOURS, INT32))
                .addField(ParquetTable.optionalList(LOAD_CALLS, INT64))
                .addField(ParquetTable.optionalList(LOAD_INPUT, INT64))
                .addField(ParquetTable.optionalList(LOAD_OUTPUT, INT64))
                .addField(Types.required(BINARY).named(PROMPTS))
                .addField(Types.required(BINARY).named(SESSIONS))
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
                            .put(PROMPTS, totals.traffic().prompts().bytes())
                            .put(SESSIONS, totals.traffic().sessions().bytes());
                    put(row, totals.traffic().latency());
                    put(row, totals.traffic().load());
                    for (Measure measure : Measure.values()) {
                        row.put(measure.column(), totals.sum(measure));
                    }
                });
            }
        }
    }

    private static void put(ParquetRow row, LatencyHistogram latency) {
        row.put(BUCKETS, latency.buckets()).put(COUNTS, latency.counts());
    }

    private static void put(ParquetRow row, HourlyLoad load) {
        int[] hours = load.hours();
        row.put(HOURS, hours)
                .put(LOAD_CALLS, Arrays.stream(hours).mapToLong(load::calls).toArray())
                .put(
                        LOAD_INPUT,
                        Arrays.stream(hours).mapToLong(load::inputTokens).toArray())
                .put(
                        LOAD_OUTPUT,
                        Arrays.stream(hours).mapToLong(load::outputTokens).toArray());
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
        return new GroupTotals(
                new CallGroup(
                        text(row, "team"),
                        text(row, "application"),
                        Objects.requireNonNull(text(row, "task")),
                        Objects.requireNonNull(text(row, "model")),
                        text(row, "provider"),
                        text(row, "service_tier")),
                sums,
                new CallTraffic(
                        LatencyHistogram.of(numbers(row, BUCKETS), wholes(row, COUNTS)),
                        HourlyLoad.of(
                                numbers(row, HOURS),
                                wholes(row, LOAD_CALLS),
                                wholes(row, LOAD_INPUT),
                                wholes(row, LOAD_OUTPUT)),
                        DistinctSketch.of(row.getBinary(PROMPTS, 0).getBytes()),
                        DistinctSketch.of(row.getBinary(SESSIONS, 0).getBytes())));
    }

    private static int[] numbers(Group row, String column) {
        Group list = row.getGroup(column, 0);
        int[] numbers = new int[list.getFieldRepetitionCount(0)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.getGroup(0, i).getInteger(0, 0);
        }
        return numbers;
    }

    private static long[] wholes(Group row, String column) {
        Group list = row.getGroup(column, 0);
        long[] wholes = new long[list.getFieldRepetitionCount(0)];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = list.getGroup(0, i).getLong(0, 0);
        }
        return wholes;
    }

    private static @Nullable String text(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
    }
}
