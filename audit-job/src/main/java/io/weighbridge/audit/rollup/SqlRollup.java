package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Response;
import java.io.Serializable;
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
 * Days added up by a plain query, row by row: what {@link DayScan} must agree with, and what is used where that cannot be: where the task of a
 * call is told by its labels or prompt only, or rows of a file were deleted.
 */
final class SqlRollup {
    private final Dataset<Row> calls;
    private final List<TaskRule> rules;
    private final CacheLifetimes lifetimes;

    /** @param calls of the lake */
    SqlRollup(Dataset<Row> calls, List<TaskRule> rules, CacheLifetimes lifetimes) {
        this.calls = calls;
        this.rules = rules;
        this.lifetimes = lifetimes;
    }

    /**
     * Adds up days in one query, and in another what their prompts share, where any are long enough.
     *
     * @param days each once, in order of time
     */
    List<DayRollup> days(List<LocalDate> days) {
        int daysBefore = lifetimes.daysBefore();
        Dataset<Row> near =
                calls.filter(col("day").between(lit(days.getFirst().minusDays(daysBefore)), lit(days.getLast())));
        Dataset<Row> ordered = near.withColumn("task", CallTask.column(rules))
                .select(columns())
                // A call is one of its own day, and may have filled the cache of those that follow.
                .withColumn("for_day", explode(sequence(col("day"), date_add(col("day"), daysBefore))))
                .filter(col("for_day").isin(days.toArray()))
                .repartition(col("for_day"), coalesce(col("request"), col("call_id")))
                .sortWithinPartitions("for_day", "request", "micros", "source", "call_id");
        Map<LocalDate, Map<CallGroup, GroupTotals>> groups = new TreeMap<>();
        List<DayTotals> parts = new ArrayList<>(ordered.javaRDD()
                .mapPartitions(new Totals(lifetimes.answerHours()))
                .collect());
        if (!near.filter(col("prefix_hashes").isNotNull()).isEmpty()) {
            parts.addAll(prefixTotals(ordered));
        }
        for (DayTotals part : parts) {
            groups.computeIfAbsent(part.day(), unused -> new TreeMap<>())
                    .merge(part.totals().group(), part.totals(), GroupTotals::plus);
        }
        return days.stream()
                .map(day -> new DayRollup(
                        day, List.copyOf(groups.getOrDefault(day, Map.of()).values())))
                .toList();
    }

    private List<DayTotals> prefixTotals(Dataset<Row> ordered) {
        return ordered.sparkSession()
                .createDataFrame(ordered.javaRDD().mapPartitions(new SqlPrefixes.Users(lifetimes)), ordered.schema())
                .repartition(col("for_day"), col("owner"))
                .sortWithinPartitions("for_day", "owner", "micros")
                .javaRDD()
                .mapPartitions(new SqlPrefixes.Totals(lifetimes))
                .collect();
    }

    record DayTotals(LocalDate day, GroupTotals totals) implements Serializable {}

    /** Adds up the calls of some days and requests, in the order of day, request and time. */
    private record Totals(int cacheHours) implements FlatMapFunction<Iterator<Row>, DayTotals> {
        @Override
        public Iterator<DayTotals> call(Iterator<Row> rows) {
            List<DayTotals> totals = new ArrayList<>();
            DayGroups groups = null;
            while (rows.hasNext()) {
                Row row = rows.next();
                LocalDate day = row.getAs("for_day");
                if (groups == null || !groups.day.equals(day)) {
                    finish(groups, totals);
                    groups = new DayGroups(day, cacheHours);
                }
                groups.pass.add(SqlRollup.call(row, day));
            }
            finish(groups, totals);
            return totals.iterator();
        }

        private static void finish(@Nullable DayGroups groups, List<DayTotals> totals) {
            if (groups != null) {
                groups.pass.finish();
                groups.sums.forEach((group, sum) -> totals.add(new DayTotals(
                        groups.day, new GroupTotals(group, sum, Objects.requireNonNull(groups.latencies.get(group))))));
            }
        }
    }

    /** A part of one day's calls. */
    private static final class DayGroups {
        private final Map<CallGroup, long[]> sums = new TreeMap<>();
        private final Map<CallGroup, LatencyHistogram> latencies = new TreeMap<>();
        private final LocalDate day;
        private final RequestPass<Row> pass;

        DayGroups(LocalDate day, int cacheHours) {
            this.day = day;
            this.pass = new RequestPass<>(cacheHours, (call, fate) -> SqlRollup.add(call.of(), fate, sums, latencies));
        }
    }

    private static Column[] columns() {
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
                concat_ws("\n", coalesce(col("tenant"), lit("")), col("model")).as("owner"),
                col("prompt_bytes"),
                col("prefix_hashes"),
                unix_micros(col("occurred_at")).as("micros"),
                col("day"),
                col("status").equalTo(Response.OK).as("answered"),
                coalesce(lower(col("finish_reason")).isin(RequestPass.CUT_OFF.toArray()), lit(false))
                        .as("cut_off")));
        for (Measure measure : Measure.OF_ALL) {
            columns.add(col(measure.summed()));
        }
        for (Measure measure : Measure.OF_REMAINING) {
            columns.add(col(measure.summed()).as(measure.column()));
        }
        return columns.toArray(Column[]::new);
    }

    static RequestedCall<Row> call(Row row, LocalDate day) {
        Cells cells = new Cells(row);
        return new RequestedCall<>(
                cells.textOrNull("request"),
                cells.whole("micros"),
                row.<LocalDate>getAs("day").equals(day),
                cells.flag("answered"),
                cells.flag("cut_off"),
                row);
    }

    static CallGroup group(Cells cells) {
        return new CallGroup(
                cells.textOrNull("team"),
                cells.textOrNull("application"),
                cells.text("task"),
                cells.text("model"),
                cells.textOrNull("provider"),
                cells.textOrNull("service_tier"));
    }

    private static void add(
            Row row, Fate fate, Map<CallGroup, long[]> sums, Map<CallGroup, LatencyHistogram> latencies) {
        Cells cells = new Cells(row);
        CallGroup group = group(cells);
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
