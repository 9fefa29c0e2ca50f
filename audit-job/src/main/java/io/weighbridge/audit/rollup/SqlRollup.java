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
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Response;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.unsafe.types.UTF8String;
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

    /** Calls of which nothing is known of prompts and answers but whether requests are equal. */
    static Dataset<Row> withoutPrompts(Dataset<Row> calls) {
        Dataset<Row> without = calls;
        for (String column : List.of("prompt_sketch", "response_hash", "prefix_hashes")) {
            without = without.withColumn(
                    column, lit(null).cast(calls.schema().apply(column).dataType()));
        }
        return without;
    }

    /**
     * Adds up days in one query, and in another what their prompts share.
     *
     * @param days each once, in order of time
     */
    List<DayRollup> days(List<LocalDate> days) {
        int daysBefore = lifetimes.daysBefore();
        Dataset<Row> ordered = calls.filter(
                        col("day").between(lit(days.getFirst().minusDays(daysBefore)), lit(days.getLast())))
                .withColumn("told_task", CallTask.told(rules))
                .withColumn("task", CallTask.column(rules))
                .select(columns())
                // A call is one of its own day, and may have filled the cache of those that follow.
                .withColumn("for_day", explode(sequence(col("day"), date_add(col("day"), daysBefore))))
                .filter(col("for_day").isin(days.toArray()))
                .repartition(col("for_day"), coalesce(col("request"), col("call_id")))
                .sortWithinPartitions("for_day", "request", "micros", "source", "call_id");
        Dataset<Row> byCircle = calls.sparkSession()
                .createDataFrame(
                        ordered.javaRDD().mapPartitions(new RequestFates(lifetimes.answerHours())),
                        ordered.schema().add("fate", StringType))
                .repartition(col("for_day"), coalesce(col("circle"), col("call_id")))
                .sortWithinPartitions("for_day", "circle", "micros");
        Map<LocalDate, Map<CallGroup, GroupTotals>> groups = new TreeMap<>();
        JavaRDD<Part> parts =
                byCircle.javaRDD().mapPartitions(new Totals(lifetimes)).persist(StorageLevel.MEMORY_AND_DISK());
        List<DayTotals> all = new ArrayList<>(of(DayTotals.class, parts).collect());
        all.addAll(SqlPrefixes.totals(of(SqlPrefixes.User.class, parts), lifetimes.prefixMinutes()));
        parts.unpersist();
        for (DayTotals part : all) {
            groups.computeIfAbsent(part.day(), unused -> new TreeMap<>())
                    .merge(part.totals().group(), part.totals(), GroupTotals::plus);
        }
        return days.stream()
                .map(day -> new DayRollup(
                        day, List.copyOf(groups.getOrDefault(day, Map.of()).values())))
                .toList();
    }

    private static <P extends Part> JavaRDD<P> of(Class<P> kind, JavaRDD<Part> parts) {
        return parts.filter(kind::isInstance).map(kind::cast);
    }

    /** Adds the fate of each call, in the order of day, request and time; null of a call of a day before. */
    private record RequestFates(int cacheHours) implements FlatMapFunction<Iterator<Row>, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new FatedRows(rows, cacheHours);
        }
    }

    private static final class FatedRows implements Iterator<Row> {
        private final Queue<Row> decided = new ArrayDeque<>();
        private final Iterator<Row> rows;
        private final int cacheHours;
        private @Nullable LocalDate day;
        private RequestPass<Row> pass;

        FatedRows(Iterator<Row> rows, int cacheHours) {
            this.rows = rows;
            this.cacheHours = cacheHours;
            this.pass = newPass();
        }

        private RequestPass<Row> newPass() {
            return new RequestPass<>(cacheHours, (call, fate) -> decided.add(withFate(call.of(), fate)));
        }

        @Override
        public boolean hasNext() {
            while (decided.isEmpty() && rows.hasNext()) {
                add(rows.next());
            }
            return !decided.isEmpty();
        }

        private void add(Row row) {
            LocalDate forDay = row.getAs("for_day");
            if (!forDay.equals(day)) {
                pass.finish();
                pass = newPass();
                day = forDay;
            }
            pass.add(SqlRollup.call(row));
            if (!isOfDay(row)) {
                decided.add(withFate(row, null));
            }
            if (!rows.hasNext()) {
                pass.finish();
            }
        }

        private static Row withFate(Row row, @Nullable Fate fate) {
            @Nullable Object[] cells = new Object[row.length() + 1];
            for (int i = 0; i < row.length(); i++) {
                cells[i] = row.get(i);
            }
            cells[row.length()] = fate == null ? null : fate.name();
            return RowFactory.create(cells);
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return decided.remove();
        }
    }

    /** What the calls of some days and circles come to. */
    sealed interface Part extends Serializable permits DayTotals, SqlPrefixes.User {}

    record DayTotals(LocalDate day, GroupTotals totals) implements Part {}

    /** Adds up the calls of some days and circles, in the order of day, circle and time. */
    private record Totals(CacheLifetimes lifetimes) implements FlatMapFunction<Iterator<Row>, Part> {
        @Override
        public Iterator<Part> call(Iterator<Row> rows) {
            List<Part> totals = new ArrayList<>();
            DayGroups groups = null;
            while (rows.hasNext()) {
                Row row = rows.next();
                LocalDate day = row.getAs("for_day");
                if (groups == null || !groups.day.equals(day)) {
                    finish(groups, totals);
                    groups = new DayGroups(day, lifetimes, totals);
                }
                groups.add(row);
            }
            finish(groups, totals);
            return totals.iterator();
        }

        private static void finish(@Nullable DayGroups groups, List<Part> totals) {
            if (groups != null) {
                groups.pass.finish();
                groups.sums.forEach((group, sum) -> totals.add(new DayTotals(
                        groups.day,
                        new GroupTotals(group, sum.sums(), Objects.requireNonNull(groups.traffic.get(group))))));
            }
        }
    }

    /** A part of one day's calls. */
    private static final class DayGroups {
        private final Map<CallGroup, Sums> sums = new TreeMap<>();
        private final Map<CallGroup, CallTraffic> traffic = new TreeMap<>();
        private final LocalDate day;
        private final long firstPrefixMicros;
        private final List<Part> parts;
        private final PromptPass<Cost> pass;

        /** @param parts receives the calls that use a provider's cache with prompts that are long enough */
        DayGroups(LocalDate day, CacheLifetimes lifetimes, List<Part> parts) {
            this.day = day;
            this.firstPrefixMicros = lifetimes.firstPrefixMicros(day);
            this.parts = parts;
            this.pass = new PromptPass<>(lifetimes.answerHours(), this::decided);
        }

        private void decided(Cost cost, Fate fate) {
            cost.add(fate);
            if (fate == Fate.REMAINS && cost.user() != null) {
                parts.add(cost.user());
            }
        }

        void add(Row row) {
            Cells cells = new Cells(row);
            String fate = cells.textOrNull("fate");
            boolean remains = Fate.REMAINS.name().equals(fate);
            SqlPrefixes.User user = SqlPrefixes.User.of(cells, day, fate != null);
            Cost cost = Cost.of(cells, fate == null ? new Sums() : counted(cells), user);
            if (fate == null && user != null && cells.flag("answered") && user.micros() >= firstPrefixMicros) {
                parts.add(user);
            }
            if (fate != null && !remains) {
                cost.add(Fate.valueOf(fate));
            }
            pass.add(SqlRollup.call(cells, remains, cost));
        }

        private Sums counted(Cells cells) {
            CallGroup group = group(cells);
            Sums sum = sums.computeIfAbsent(group, unused -> new Sums());
            follow(cells, traffic.computeIfAbsent(group, unused -> CallTraffic.none()));
            sum.count(cells);
            return sum;
        }

        private static void follow(Cells cells, CallTraffic traffic) {
            Long input = cells.wholeOrNull("input_tokens");
            Long output = cells.wholeOrNull("output_tokens");
            traffic.load()
                    .add(
                            HourlyLoad.hour(cells.whole("micros")),
                            input == null ? 0 : input,
                            output == null ? 0 : output);
            Long millis = cells.wholeOrNull("latency_ms");
            if (millis != null) {
                traffic.latency().add(millis);
            }
            see(cells.textOrNull("prompt_hash"), traffic.prompts());
            see(cells.textOrNull("session_id"), traffic.sessions());
        }

        private static void see(@Nullable String text, DistinctSketch sketch) {
            if (text != null) {
                sketch.add(DistinctSketch.hash(UTF8String.fromString(text)));
            }
        }
    }

    /**
     * What depends on the fate of a call: all that is held of it until its template is known.
     *
     * @param remaining by the order of {@link Measure#OF_REMAINING}; null where the call has no count of tokens
     * @param user null where the prompt is not long enough for a provider's cache
     */
    private record Cost(Sums sums, @Nullable Long spend, long @Nullable [] remaining, SqlPrefixes.@Nullable User user) {
        static Cost of(Cells cells, Sums sums, SqlPrefixes.@Nullable User user) {
            boolean metered = cells.wholeOrNull("input_tokens") != null;
            return new Cost(sums, cells.wholeOrNull("spend_picodollars"), metered ? remaining(cells) : null, user);
        }

        private static long[] remaining(Cells cells) {
            return Measure.OF_REMAINING.stream()
                    .map(measure -> cells.wholeOrNull(measure.column()))
                    .mapToLong(amount -> amount == null ? 0 : amount)
                    .toArray();
        }

        void add(Fate fate) {
            switch (fate) {
                case FAILED -> addIfPaid(Measure.FAILED_CALLS, Measure.FAILED_PICODOLLARS);
                case REPEATED -> addIfPaid(Measure.REPEATED_CALLS, Measure.REPEATED_PICODOLLARS);
                case NEAR -> addIfPaid(Measure.NEAR_CALLS, Measure.NEAR_PICODOLLARS);
                case TEMPLATE -> addIfPaid(Measure.TEMPLATE_CALLS, Measure.TEMPLATE_PICODOLLARS);
                case REMAINS -> addRemaining();
            }
        }

        private void addIfPaid(Measure calls, Measure picodollars) {
            if (spend != null && spend > 0) {
                sums.add(calls, 1L);
                sums.add(picodollars, spend);
            }
        }

        private void addRemaining() {
            if (spend == null) {
                return;
            }
            sums.add(Measure.REMAINING_CALLS, 1L);
            sums.add(Measure.REMAINING_PICODOLLARS, spend);
            if (remaining != null) {
                sums.add(Measure.REMAINING_METERED_CALLS, 1L);
                for (int i = 0; i < remaining.length; i++) {
                    sums.add(Measure.OF_REMAINING.get(i), remaining[i]);
                }
            }
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
                col("session_id"),
                col("prompt_hash"),
                col("template_id"),
                col("response_hash"),
                col("prompt_sketch"),
                col("spend_basis"),
                col("latency_ms"),
                // Null where the prompt is not known: such calls are equal to none.
                when(
                                col("prompt_hash").isNotNull(),
                                concat_ws("\n", coalesce(col("tenant"), lit("")), col("model"), col("prompt_hash")))
                        .as("request"),
                // Null where nothing is known by which calls of a circle could be alike.
                when(
                                col("prompt_sketch")
                                        .isNotNull()
                                        .or(col("template_id")
                                                .isNotNull()
                                                .and(col("response_hash").isNotNull())),
                                concat_ws("\n", coalesce(col("tenant"), lit("")), col("model"), col("told_task")))
                        .as("circle"),
                concat_ws("\n", coalesce(col("tenant"), lit("")), col("model")).as("owner"),
                col("prompt_bytes"),
                col("prefix_hashes"),
                unix_micros(col("occurred_at")).as("micros"),
                col("day"),
                col("status").equalTo(Response.OK).as("answered"),
                col("status").notEqual(Response.OK).or(col("attempt").gt(1)).as("troubled"),
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

    private static boolean isOfDay(Row row) {
        return row.<LocalDate>getAs("day").equals(row.<LocalDate>getAs("for_day"));
    }

    private static RequestedCall<Row> call(Row row) {
        Cells cells = new Cells(row);
        return new RequestedCall<>(
                cells.textOrNull("request"),
                cells.whole("micros"),
                isOfDay(row),
                cells.flag("answered"),
                cells.flag("cut_off"),
                row);
    }

    private static PromptedCall<Cost> call(Cells cells, boolean counts, Cost cost) {
        return new PromptedCall<>(
                cells.textOrNull("circle"),
                cells.whole("micros"),
                counts,
                cells.flag("answered"),
                cells.flag("cut_off"),
                cells.wholeOrNull("prompt_sketch"),
                cells.textOrNull("session_id"),
                cells.textOrNull("template_id"),
                cells.textOrNull("response_hash"),
                cost);
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

    private record Sums(long[] sums) {
        Sums() {
            this(new long[Measure.values().length]);
        }

        /** Counts a call, whatever its fate. */
        void count(Cells cells) {
            add(Measure.CALLS, 1L);
            Measure.OF_ALL.forEach(measure -> add(measure, cells.wholeOrNull(measure.summed())));
            if (cells.wholeOrNull("spend_picodollars") == null) {
                Long input = cells.wholeOrNull("input_tokens");
                add(input == null ? Measure.USAGE_MISSING_CALLS : Measure.UNPRICED_CALLS, 1L);
            }
            if (cells.wholeOrNull("spend_high_picodollars") == null) {
                add(Measure.UNBOUNDED_CALLS, 1L);
            }
            if (cells.text("spend_basis").equals("estimated")) {
                add(Measure.ESTIMATED_CALLS, 1L);
            }
            if (cells.wholeOrNull("input_tokens") != null) {
                add(Measure.METERED_CALLS, 1L);
            }
            if (cells.flag("troubled")) {
                add(Measure.TROUBLED_CALLS, 1L);
            }
        }

        void add(Measure measure, @Nullable Long value) {
            if (value != null) {
                sums[measure.ordinal()] = Math.addExact(sums[measure.ordinal()], value);
            }
        }
    }
}
