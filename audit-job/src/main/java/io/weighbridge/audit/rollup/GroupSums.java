package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.scan.LongColumn;
import io.weighbridge.audit.scan.TextColumn;
import io.weighbridge.audit.scan.TextIds;
import io.weighbridge.audit.scan.TextSet;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Response;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Adds the calls of one day up by group, batch by batch and column by column. */
final class GroupSums {
    private static final String ESTIMATED = "estimated";
    private static final List<Measure> SUMMED = Measure.OF_ALL;
    private static final List<Measure> LEFT = Measure.OF_REMAINING;

    /** The texts of a group, then what else is looked at, then what is summed. */
    static final StructType COLUMNS = columns();

    private static final int TASK = 2;
    private static final int TEMPLATE = 6;
    private static final int BASIS = 7;
    private static final int STATUS = 8;
    private static final int LATENCY = 9;
    private static final int PROMPT_BYTES = 10;
    private static final int ATTEMPT = 11;
    private static final int SESSION = 12;
    private static final int FIRST_SUM = 13;
    private static final int INPUT = COLUMNS.fieldIndex("input_tokens");
    private static final int CACHE_READ = COLUMNS.fieldIndex("cache_read_tokens");
    private static final int CACHE_WRITE_5M = COLUMNS.fieldIndex("cache_write_5m_tokens");
    private static final int CACHE_WRITE_1H = COLUMNS.fieldIndex("cache_write_1h_tokens");
    private static final int AUDIO = COLUMNS.fieldIndex("audio_input_tokens");
    private static final int CACHED_AUDIO = COLUMNS.fieldIndex("cached_audio_input_tokens");

    /** By column, what it is summed for over all calls; null is nothing. */
    private static final @Nullable Measure[] MEASURES_OF_ALL = byColumn(SUMMED);

    /** The same over the calls that remain. */
    private static final @Nullable Measure[] MEASURES_OF_REMAINING = byColumn(LEFT);

    private static final int CALLS_OF_HOUR = HourlyLoad.MEASURES.indexOf(Measure.CALLS);

    private final GroupTable table = new GroupTable();
    private final TextColumn[] texts = new TextColumn[STATUS + 1];
    private final TextIds ids;
    private final TaskIds tasks;
    private final TextSet estimated;
    private final LongColumn numbers = new LongColumn();
    private final TextSet answered;
    private final Requests requests;
    private final Fate[] fates;
    private final PrefixSteps prefixes;
    private int call;

    /**
     * @param requests of the calls, in the order in which they will be added
     * @param fates of the same
     * @param prefixes of the same
     */
    GroupSums(TextIds ids, List<TaskRule> rules, Requests requests, Fate[] fates, PrefixSteps prefixes) {
        this.ids = ids;
        this.tasks = new TaskIds(ids, rules);
        this.requests = requests;
        this.fates = fates;
        this.prefixes = prefixes;
        this.estimated = new TextSet(ids, ESTIMATED::equals);
        this.answered = new TextSet(ids, Response.OK::equals);
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new TextColumn(ids);
        }
    }

    private static StructType columns() {
        StructType schema = new StructType()
                .add("team", StringType)
                .add("application", StringType)
                .add("task", StringType)
                .add("model", StringType)
                .add("provider", StringType)
                .add("service_tier", StringType)
                .add("template_id", StringType)
                .add("spend_basis", StringType)
                .add("status", StringType)
                .add("latency_ms", LongType)
                .add("prompt_bytes", LongType)
                .add("attempt", IntegerType)
                .add("session_id", StringType);
        for (Measure measure : SUMMED) {
            schema = schema.add(measure.summed(), LongType);
        }
        for (Measure measure : LEFT) {
            if (!Set.of(schema.fieldNames()).contains(measure.summed())) {
                schema = schema.add(measure.summed(), LongType);
            }
        }
        return schema;
    }

    private static @Nullable Measure[] byColumn(List<Measure> measures) {
        @Nullable Measure[] byColumn = new Measure[COLUMNS.length()];
        for (Measure measure : measures) {
            byColumn[COLUMNS.fieldIndex(measure.summed())] = measure;
        }
        return byColumn;
    }

    /** All groups, in their order; null where a call has no task of its own and rules look at more than names. */
    @Nullable
    List<GroupTotals> totals() {
        return tasks.isUntold() ? null : table.totals(ids);
    }

    void add(ColumnarBatch batch) {
        for (int i = 0; i < texts.length; i++) {
            texts[i].turnTo(batch.column(i));
        }
        int rows = batch.numRows();
        int[] groups = new int[rows];
        for (int row = 0; row < rows; row++) {
            groups[row] = group(row);
        }
        int[] hours = hours(rows);
        count(batch, groups, hours);
        follow(batch, groups);
        boolean[] metered = decideRemaining(batch, groups);
        for (int column = FIRST_SUM; column < COLUMNS.length(); column++) {
            if (numbers.turnTo(batch.column(column), rows)) {
                sum(column, groups, hours, metered);
            }
        }
        if (!prefixes.isNone()) {
            sumPrefixes(batch, groups, metered);
        }
        call += rows;
    }

    private int group(int row) {
        return table.group(
                texts[0].id(row),
                texts[1].id(row),
                tasks.task(texts[TASK], texts[1], texts[TEMPLATE], row),
                texts[3].id(row),
                texts[4].id(row),
                texts[5].id(row));
    }

    /** Where the hour of each call begins in a load. */
    private int[] hours(int rows) {
        int[] hours = new int[rows];
        for (int row = 0; row < rows; row++) {
            hours[row] = HourlyLoad.begin(HourlyLoad.hour(requests.micros(call + row)));
        }
        return hours;
    }

    private void count(ColumnarBatch batch, int[] groups, int[] hours) {
        ColumnVector attempt = batch.column(ATTEMPT);
        ColumnVector input = batch.column(column(Measure.INPUT_TOKENS));
        ColumnVector spend = batch.column(column(Measure.SPEND_PICODOLLARS));
        ColumnVector high = batch.column(column(Measure.SPEND_HIGH_PICODOLLARS));
        for (int row = 0; row < groups.length; row++) {
            int group = groups[row];
            table.addToLoad(group, hours[row] + CALLS_OF_HOUR, 1);
            if (spend.isNullAt(row)) {
                table.add(group, input.isNullAt(row) ? Measure.USAGE_MISSING_CALLS : Measure.UNPRICED_CALLS, 1);
            }
            if (high.isNullAt(row)) {
                table.add(group, Measure.UNBOUNDED_CALLS, 1);
            }
            if (estimated.contains(texts[BASIS].id(row))) {
                table.add(group, Measure.ESTIMATED_CALLS, 1);
            }
            if (!answered.contains(texts[STATUS].id(row)) || attempt.getInt(row) > 1) {
                table.add(group, Measure.TROUBLED_CALLS, 1);
            }
            if (!input.isNullAt(row)) {
                table.add(group, Measure.METERED_CALLS, 1);
            }
        }
    }

    private void follow(ColumnarBatch batch, int[] groups) {
        ColumnVector latency = batch.column(LATENCY);
        ColumnVector session = batch.column(SESSION);
        for (int row = 0; row < groups.length; row++) {
            CallTraffic traffic = table.traffic(groups[row]);
            if (!latency.isNullAt(row)) {
                traffic.latency().add(latency.getLong(row));
            }
            if (requests.isKnown(call + row)) {
                traffic.prompts().add(requests.promptHash(call + row));
            }
            if (!session.isNullAt(row)) {
                traffic.sessions().add(DistinctSketch.hash(session.getUTF8String(row)));
            }
        }
    }

    private void sum(int column, int[] groups, int[] hours, boolean[] metered) {
        long[] values = numbers.values();
        Measure ofAll = MEASURES_OF_ALL[column];
        int ofHour = ofAll == null ? -1 : HourlyLoad.MEASURES.indexOf(ofAll);
        if (ofHour >= 0) {
            for (int row = 0; row < groups.length; row++) {
                table.addToLoad(groups[row], hours[row] + ofHour, values[row]);
            }
        } else if (ofAll != null) {
            for (int row = 0; row < groups.length; row++) {
                table.add(groups[row], ofAll, values[row]);
            }
        }
        Measure ofRemaining = MEASURES_OF_REMAINING[column];
        if (ofRemaining != null) {
            for (int row = 0; row < groups.length; row++) {
                if (metered[row]) {
                    table.add(groups[row], ofRemaining, values[row]);
                }
            }
        }
    }

    /** Counts what becomes of the calls; which of them count with their tokens among those that remain. */
    private boolean[] decideRemaining(ColumnarBatch batch, int[] groups) {
        ColumnVector spend = batch.column(column(Measure.SPEND_PICODOLLARS));
        ColumnVector input = batch.column(column(Measure.INPUT_TOKENS));
        boolean[] metered = new boolean[groups.length];
        for (int row = 0; row < groups.length; row++) {
            if (!spend.isNullAt(row)) {
                metered[row] = add(groups[row], fates[call + row], spend.getLong(row), !input.isNullAt(row));
            }
        }
        return metered;
    }

    private void sumPrefixes(ColumnarBatch batch, int[] groups, boolean[] metered) {
        for (int row = 0; row < metered.length; row++) {
            int read = prefixes.read(call + row);
            int written = prefixes.written(call + row);
            if (metered[row] && read + written > 0) {
                PromptTokens tokens = PromptTokens.of(
                        orZero(batch.column(INPUT), row),
                        orZero(batch.column(CACHE_READ), row)
                                + orZero(batch.column(CACHE_WRITE_5M), row)
                                + orZero(batch.column(CACHE_WRITE_1H), row),
                        orZero(batch.column(AUDIO), row),
                        orZero(batch.column(CACHED_AUDIO), row),
                        orZero(batch.column(PROMPT_BYTES), row));
                table.add(groups[row], Measure.REMAINING_PREFIX_CALLS, tokens.read(read) > 0 ? 1 : 0);
                table.add(groups[row], Measure.REMAINING_PREFIX_TOKENS, tokens.read(read));
                table.add(groups[row], Measure.REMAINING_PREFIX_WRITE_TOKENS, tokens.written(read, written));
            }
        }
    }

    private static long orZero(ColumnVector column, int row) {
        return column.isNullAt(row) ? 0 : column.getLong(row);
    }

    /** Whether the call's tokens count among those that remain. */
    private boolean add(int group, Fate fate, long spend, boolean metered) {
        switch (fate) {
            case FAILED -> addIfPaid(group, Measure.FAILED_CALLS, Measure.FAILED_PICODOLLARS, spend);
            case REPEATED -> addIfPaid(group, Measure.REPEATED_CALLS, Measure.REPEATED_PICODOLLARS, spend);
            case NEAR -> addIfPaid(group, Measure.NEAR_CALLS, Measure.NEAR_PICODOLLARS, spend);
            case TEMPLATE -> addIfPaid(group, Measure.TEMPLATE_CALLS, Measure.TEMPLATE_PICODOLLARS, spend);
            case REMAINS -> {
                table.add(group, Measure.REMAINING_CALLS, 1);
                table.add(group, Measure.REMAINING_PICODOLLARS, spend);
                if (metered) {
                    table.add(group, Measure.REMAINING_METERED_CALLS, 1);
                    return true;
                }
            }
        }
        return false;
    }

    private void addIfPaid(int group, Measure calls, Measure picodollars, long spend) {
        if (spend > 0) {
            table.add(group, calls, 1);
            table.add(group, picodollars, spend);
        }
    }

    private static int column(Measure measure) {
        return FIRST_SUM + SUMMED.indexOf(measure);
    }
}
