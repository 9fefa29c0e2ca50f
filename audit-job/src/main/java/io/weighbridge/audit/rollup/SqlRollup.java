package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One day added up by plain queries, row by row: what {@link DayScan} must agree with, and what is used where it cannot be: where the task of
 * a call depends on labels or prompts, or rows of a file were deleted.
 */
final class SqlRollup {
    private static final Object[] CUT_OFF = {"length", "max_tokens"};

    private final Dataset<Row> calls;
    private final List<TaskRule> rules;
    private final int cacheHours;

    /** @param calls of the lake */
    SqlRollup(Dataset<Row> calls, List<TaskRule> rules, int cacheHours) {
        this.calls = calls;
        this.rules = rules;
        this.cacheHours = cacheHours;
    }

    /** @param daysBefore how many days before may have filled the cache */
    DayRollup day(LocalDate day, int daysBefore) {
        Column back = datediff(lit(day), col("day"));
        Dataset<Row> ordered = calls.filter(back.between(0, daysBefore))
                .withColumn("task", CallTask.column(rules))
                .select(columns(day))
                .repartition(coalesce(col("request"), col("call_id")))
                .sortWithinPartitions("request", "micros", "source", "call_id");
        Map<CallGroup, GroupTotals> groups = new TreeMap<>();
        for (GroupTotals part :
                ordered.javaRDD().mapPartitions(new Totals(cacheHours)).collect()) {
            groups.merge(part.group(), part, GroupTotals::plus);
        }
        return new DayRollup(day, List.copyOf(groups.values()));
    }

    /** Adds up the calls of some requests, in the order of request and time. */
    private record Totals(int cacheHours) implements FlatMapFunction<Iterator<Row>, GroupTotals> {
        @Override
        public Iterator<GroupTotals> call(Iterator<Row> rows) {
            Map<CallGroup, long[]> sums = new TreeMap<>();
            Map<CallGroup, LatencyHistogram> latencies = new TreeMap<>();
            RequestPass<Row> pass =
                    new RequestPass<>(cacheHours, (call, fate) -> add(call.of(), fate, sums, latencies));
            rows.forEachRemaining(row -> pass.add(SqlRollup.call(row)));
            pass.finish();
            List<GroupTotals> groups = new ArrayList<>();
            sums.forEach((group, sum) ->
                    groups.add(new GroupTotals(group, sum, Objects.requireNonNull(latencies.get(group)))));
            return groups.iterator();
        }
    }

    private static Column[] columns(LocalDate day) {
        List<Column> columns = new ArrayList<>(List.of(
                col("source"),
                col("call_id"),
                col("team"),
                col("application"),
                col("task"),
                col("model"),
                col("provider"),
                col("service_tier"),
                col("spend_basis"),
                col("latency_ms"),
                // Null where the prompt is not known: such calls are equal to none.
                when(
                                col("prompt_hash").isNotNull(),
                                concat_ws("\n", coalesce(col("tenant"), lit("")), col("model"), col("prompt_hash")))
                        .as("request"),
                unix_micros(col("occurred_at")).as("micros"),
                col("day").equalTo(lit(day)).as("counts"),
                col("status").equalTo(Response.OK).as("answered"),
                coalesce(lower(col("finish_reason")).isin(CUT_OFF), lit(false)).as("cut_off")));
        for (Measure measure : Measure.OF_ALL) {
            columns.add(col(measure.summed()));
        }
        for (Measure measure : Measure.OF_REMAINING) {
            columns.add(col(measure.summed()).as(measure.column()));
        }
        return columns.toArray(Column[]::new);
    }

    private static RequestedCall<Row> call(Row row) {
        Cells cells = new Cells(row);
        return new RequestedCall<>(
                cells.textOrNull("request"),
                cells.whole("micros"),
                cells.flag("counts"),
                cells.flag("answered"),
                cells.flag("cut_off"),
                row);
    }

    private static void add(
            Row row, Fate fate, Map<CallGroup, long[]> sums, Map<CallGroup, LatencyHistogram> latencies) {
        Cells cells = new Cells(row);
        CallGroup group = new CallGroup(
                cells.textOrNull("team"),
                cells.textOrNull("application"),
                cells.text("task"),
                cells.text("model"),
                cells.textOrNull("provider"),
                cells.textOrNull("service_tier"));
        Sums sum = new Sums(sums.computeIfAbsent(group, unused -> new long[Measure.values().length]));
        LatencyHistogram latency = latencies.computeIfAbsent(group, unused -> new LatencyHistogram());
        Long millis = cells.wholeOrNull("latency_ms");
        if (millis != null) {
            latency.add(millis);
        }
        sum.add(Measure.CALLS, 1L);
        Measure.OF_ALL.forEach(measure -> sum.add(measure, cells.wholeOrNull(measure.summed())));
        Long spend = cells.wholeOrNull("spend_picodollars");
        Long input = cells.wholeOrNull("input_tokens");
        if (spend == null) {
            sum.add(input == null ? Measure.USAGE_MISSING_CALLS : Measure.UNPRICED_CALLS, 1L);
        }
        if (cells.wholeOrNull("spend_high_picodollars") == null) {
            sum.add(Measure.UNBOUNDED_CALLS, 1L);
        }
        if (cells.text("spend_basis").equals("estimated")) {
            sum.add(Measure.ESTIMATED_CALLS, 1L);
        }
        if (spend != null && fate == Fate.REMAINS) {
            sum.add(Measure.REMAINING_CALLS, 1L);
            sum.add(Measure.REMAINING_PICODOLLARS, spend);
            if (input != null) {
                sum.add(Measure.REMAINING_METERED_CALLS, 1L);
                Measure.OF_REMAINING.forEach(measure -> sum.add(measure, cells.wholeOrNull(measure.column())));
            }
        } else if (spend != null && spend > 0) {
            boolean failed = fate == Fate.FAILED;
            sum.add(failed ? Measure.FAILED_CALLS : Measure.REPEATED_CALLS, 1L);
            sum.add(failed ? Measure.FAILED_PICODOLLARS : Measure.REPEATED_PICODOLLARS, spend);
        }
    }

    private record Sums(long[] sums) {
        void add(Measure measure, @Nullable Long value) {
            if (value != null) {
                sums[measure.ordinal()] = Math.addExact(sums[measure.ordinal()], value);
            }
        }
    }
}
