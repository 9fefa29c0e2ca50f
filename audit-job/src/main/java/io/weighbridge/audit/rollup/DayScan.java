package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.scan.ColumnarReader;
import io.weighbridge.audit.scan.TextColumn;
import io.weighbridge.audit.scan.TextIds;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Response;
import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Adds up whole days of calls from columnar batches, below Spark SQL: the columns of a request first, which tell what becomes of each call,
 * then those that are summed. Nothing is allocated per call; texts are numbers, money is whole picodollars.
 */
final class DayScan {
    private static final List<String> CUT_OFF = List.of("length", "max_tokens");
    private static final String ESTIMATED = "estimated";
    private static final long ONE_SEED = 0x9E3779B97F4A7C15L;
    private static final long OTHER_SEED = 0xC2B2AE3D27D4EB4FL;

    private static final List<Measure> SUMMED = Measure.OF_ALL;
    private static final List<Measure> LEFT = Measure.OF_REMAINING;

    private static final StructType REQUEST = new StructType()
            .add("tenant", StringType)
            .add("model", StringType)
            .add("prompt_hash", StringType)
            .add("occurred_at", TimestampType)
            .add("status", StringType)
            .add("finish_reason", StringType);

    private static final StructType NAME =
            new StructType().add("source", StringType).add("call_id", StringType);

    /** The texts of a group, then what else is looked at, then what is summed. */
    private static final StructType SUMS = sums();

    private static final int TASK = 2;
    private static final int TEMPLATE = 6;
    private static final int BASIS = 7;
    private static final int LATENCY = 8;
    private static final int FIRST_SUM = 9;

    private final Readers readers;
    private final List<TaskRule> rules;
    private final int cacheHours;
    private final TextIds ids = new TextIds();
    private final Map<Long, Integer> taskOfNames = new HashMap<>();

    /** What is read of files; made on the driver. */
    record Readers(ColumnarReader request, ColumnarReader name, ColumnarReader sums) implements java.io.Serializable {
        static Readers of(SparkSession spark) {
            return new Readers(
                    ColumnarReader.of(spark, REQUEST), ColumnarReader.of(spark, NAME), ColumnarReader.of(spark, SUMS));
        }
    }

    DayScan(Readers readers, List<TaskRule> rules, int cacheHours) {
        this.readers = readers;
        this.rules = rules;
        this.cacheHours = cacheHours;
    }

    private static StructType sums() {
        StructType schema = new StructType()
                .add("team", StringType)
                .add("application", StringType)
                .add("task", StringType)
                .add("model", StringType)
                .add("provider", StringType)
                .add("service_tier", StringType)
                .add("template_id", StringType)
                .add("spend_basis", StringType)
                .add("latency_ms", LongType);
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

    /** The requests of a day's calls, in the order of its files. */
    Requests requests(List<CallFile> files) throws IOException {
        Requests requests = new Requests();
        TextColumn tenant = new TextColumn(ids);
        TextColumn model = new TextColumn(ids);
        TextColumn status = new TextColumn(ids);
        TextColumn finish = new TextColumn(ids);
        IdSet answered = new IdSet(ids, Response.OK::equals);
        IdSet cutOff = new IdSet(ids, reason -> CUT_OFF.contains(reason.toLowerCase(Locale.ROOT)));
        for (CallFile file : files) {
            readers.request().read(file.path(), file.bytes(), batch -> {
                tenant.turnTo(batch.column(0));
                model.turnTo(batch.column(1));
                ColumnVector hashes = batch.column(2);
                ColumnVector times = batch.column(3);
                status.turnTo(batch.column(4));
                finish.turnTo(batch.column(5));
                for (int row = 0; row < batch.numRows(); row++) {
                    boolean known = !hashes.isNullAt(row);
                    long whose = known ? mixed((long) tenant.id(row) << 32 | model.id(row)) : 0;
                    UTF8String hash = known ? hashes.getUTF8String(row) : null;
                    requests.add(
                            known,
                            hash == null ? 0 : hash(hash, ONE_SEED) ^ whose,
                            hash == null ? 0 : hash(hash, OTHER_SEED) + whose,
                            times.getLong(row),
                            answered.contains(status.id(row)),
                            cutOff.contains(finish.id(row)));
                }
            });
        }
        return requests;
    }

    private static long hash(UTF8String text, long seed) {
        return XXH64.hashUnsafeBytes(text.getBaseObject(), text.getBaseOffset(), text.numBytes(), seed);
    }

    private static long mixed(long key) {
        long mixed = key * ONE_SEED;
        mixed = (mixed ^ (mixed >>> 32)) * OTHER_SEED;
        return mixed ^ (mixed >>> 29);
    }

    /** @param earlier requests of the days before, whose answers may still be cached */
    List<GroupTotals> totals(List<CallFile> files, Requests requests, List<Requests> earlier) throws IOException {
        Fate[] fates = RepeatedRequests.fates(requests, earlier, cacheHours, calls -> order(files, calls));
        Sums sums = new Sums(fates);
        for (CallFile file : files) {
            readers.sums().read(file.path(), file.bytes(), sums::add);
        }
        return sums.table.totals(ids);
    }

    /** By source and call id, as the lake's own order is. */
    private Comparator<Integer> order(List<CallFile> files, List<Integer> calls) {
        BitSet wanted = new BitSet();
        calls.forEach(wanted::set);
        Map<Integer, Name> names = new HashMap<>();
        int[] before = new int[1];
        for (CallFile file : files) {
            try {
                readers.name().read(file.path(), file.bytes(), batch -> {
                    for (int call = wanted.nextSetBit(before[0]);
                            call >= 0 && call < before[0] + batch.numRows();
                            call = wanted.nextSetBit(call + 1)) {
                        names.put(call, Name.of(batch, call - before[0]));
                    }
                    before[0] += batch.numRows();
                });
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return Comparator.comparing(names::get);
    }

    private record Name(UTF8String source, UTF8String callId) implements Comparable<Name> {
        static Name of(ColumnarBatch batch, int row) {
            return new Name(
                    batch.column(0).getUTF8String(row).clone(),
                    batch.column(1).getUTF8String(row).clone());
        }

        @Override
        public int compareTo(Name other) {
            int bySource = source.compareTo(other.source);
            return bySource != 0 ? bySource : callId.compareTo(other.callId);
        }
    }

    /** The task of a call that has none of its own. */
    private int task(int application, int template) {
        return taskOfNames.computeIfAbsent(
                (long) application << 32 | template,
                unused -> ids.id(CallTask.of(ids.text(application), ids.text(template), rules)));
    }

    /** One pass over the columns that are summed. */
    private final class Sums {
        private final GroupTable table = new GroupTable();
        private final TextColumn[] texts = new TextColumn[BASIS + 1];
        private final IdSet estimated = new IdSet(ids, ESTIMATED::equals);
        private final int[] leftColumns = new int[LEFT.size()];
        private final Fate[] fates;
        private int call;

        Sums(Fate[] fates) {
            this.fates = fates;
            for (int i = 0; i < texts.length; i++) {
                texts[i] = new TextColumn(ids);
            }
            for (int i = 0; i < leftColumns.length; i++) {
                leftColumns[i] = SUMS.fieldIndex(LEFT.get(i).summed());
            }
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
            countAndTime(batch, groups);
            for (int i = 0; i < SUMMED.size(); i++) {
                sum(batch.column(FIRST_SUM + i), SUMMED.get(i), groups);
            }
            sumRemaining(batch, groups);
            call += rows;
        }

        private int group(int row) {
            int application = texts[1].id(row);
            int task = texts[TASK].id(row);
            return table.group(
                    texts[0].id(row),
                    application,
                    task == TextIds.NONE ? task(application, texts[TEMPLATE].id(row)) : task,
                    texts[3].id(row),
                    texts[4].id(row),
                    texts[5].id(row));
        }

        private void countAndTime(ColumnarBatch batch, int[] groups) {
            ColumnVector latency = batch.column(LATENCY);
            ColumnVector input = batch.column(column(Measure.INPUT_TOKENS));
            ColumnVector spend = batch.column(column(Measure.SPEND_PICODOLLARS));
            ColumnVector high = batch.column(column(Measure.SPEND_HIGH_PICODOLLARS));
            for (int row = 0; row < groups.length; row++) {
                int group = groups[row];
                table.add(group, Measure.CALLS, 1);
                if (spend.isNullAt(row)) {
                    table.add(group, input.isNullAt(row) ? Measure.USAGE_MISSING_CALLS : Measure.UNPRICED_CALLS, 1);
                }
                if (high.isNullAt(row)) {
                    table.add(group, Measure.UNBOUNDED_CALLS, 1);
                }
                if (estimated.contains(texts[BASIS].id(row))) {
                    table.add(group, Measure.ESTIMATED_CALLS, 1);
                }
                if (!latency.isNullAt(row)) {
                    table.latency(group).add(latency.getLong(row));
                }
            }
        }

        private void sum(ColumnVector column, Measure measure, int[] groups) {
            for (int row = 0; row < groups.length; row++) {
                if (!column.isNullAt(row)) {
                    table.add(groups[row], measure, column.getLong(row));
                }
            }
        }

        private void sumRemaining(ColumnarBatch batch, int[] groups) {
            ColumnVector spend = batch.column(column(Measure.SPEND_PICODOLLARS));
            ColumnVector input = batch.column(column(Measure.INPUT_TOKENS));
            boolean[] metered = new boolean[groups.length];
            for (int row = 0; row < groups.length; row++) {
                if (!spend.isNullAt(row)) {
                    metered[row] = add(groups[row], fates[call + row], spend.getLong(row), !input.isNullAt(row));
                }
            }
            for (int i = 0; i < leftColumns.length; i++) {
                ColumnVector column = batch.column(leftColumns[i]);
                for (int row = 0; row < metered.length; row++) {
                    if (metered[row] && !column.isNullAt(row)) {
                        table.add(groups[row], LEFT.get(i), column.getLong(row));
                    }
                }
            }
        }

        /** Whether the call's tokens count among those that remain. */
        private boolean add(int group, Fate fate, long spend, boolean metered) {
            switch (fate) {
                case FAILED -> addIfPaid(group, Measure.FAILED_CALLS, Measure.FAILED_PICODOLLARS, spend);
                case REPEATED -> addIfPaid(group, Measure.REPEATED_CALLS, Measure.REPEATED_PICODOLLARS, spend);
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
    }

    private static int column(Measure measure) {
        return FIRST_SUM + SUMMED.indexOf(measure);
    }

    /** Which texts have a property, asked once a text. */
    private static final class IdSet {
        private final TextIds ids;
        private final Predicate<String> property;
        private final BitSet known = new BitSet();
        private final BitSet members = new BitSet();

        IdSet(TextIds ids, Predicate<String> property) {
            this.ids = ids;
            this.property = property;
        }

        boolean contains(int id) {
            if (!known.get(id)) {
                known.set(id);
                members.set(id, id != TextIds.NONE && property.test(Objects.requireNonNull(ids.text(id))));
            }
            return members.get(id);
        }
    }
}
