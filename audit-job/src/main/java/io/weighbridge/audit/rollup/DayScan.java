package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.scan.ColumnarReader;
import io.weighbridge.audit.scan.FilledColumns;
import io.weighbridge.audit.scan.TextColumn;
import io.weighbridge.audit.scan.TextIds;
import io.weighbridge.audit.scan.TextSet;
import io.weighbridge.audit.scan.WholeNumberLists;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.PromptSketch;
import io.weighbridge.tokenlog.Response;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Adds up whole days of calls from columnar batches, below Spark SQL: the columns of a request first, with those of its
 * prompt and answer where they are filled, which tell what becomes of each call, then those that are summed. Nothing is allocated per call; texts are numbers, money is whole picodollars.
 */
final class DayScan {
    private static final StructType REQUEST = new StructType()
            .add("tenant", StringType)
            .add("model", StringType)
            .add("prompt_hash", StringType)
            .add("occurred_at", TimestampType)
            .add("status", StringType)
            .add("finish_reason", StringType);

    private static final StructType REQUEST_WITH_PREFIXES =
            REQUEST.add("prefix_hashes", createArrayType(LongType, false));

    private static final StructType NAME =
            new StructType().add("source", StringType).add("call_id", StringType);

    private static final StructType SKETCH =
            Circles.COLUMNS.add("prompt_sketch", LongType).add("session_id", StringType);

    private static final StructType ANSWER =
            Circles.COLUMNS.add("template_id", StringType).add("response_hash", StringType);

    /** Without values in these, nothing of {@link #SKETCH} or {@link #ANSWER} is looked at. */
    private static final List<String> SKETCHED = List.of("prompt_sketch");

    private static final List<String> ANSWERED = List.of("template_id", "response_hash");

    private final Readers readers;
    private final List<TaskRule> rules;
    private final CacheLifetimes lifetimes;
    private final Configuration hadoop;
    private final TextIds ids = new TextIds();
    private final Circles circles;

    /**
     * What is read of files; made on the driver.
     *
     * @param readsPrompts whether what is kept of prompts and answers is read too
     */
    record Readers(
            boolean readsPrompts,
            ColumnarReader request,
            ColumnarReader name,
            ColumnarReader sketch,
            ColumnarReader answer,
            ColumnarReader sums)
            implements Serializable {
        static Readers of(SparkSession spark, boolean readsPrompts) {
            return new Readers(
                    readsPrompts,
                    ColumnarReader.of(spark, readsPrompts ? REQUEST_WITH_PREFIXES : REQUEST),
                    ColumnarReader.of(spark, NAME),
                    ColumnarReader.of(spark, SKETCH),
                    ColumnarReader.of(spark, ANSWER),
                    ColumnarReader.of(spark, GroupSums.COLUMNS));
        }
    }

    DayScan(Readers readers, List<TaskRule> rules, CacheLifetimes lifetimes, Configuration hadoop) {
        this.readers = readers;
        this.rules = rules;
        this.lifetimes = lifetimes;
        this.hadoop = hadoop;
        this.circles = new Circles(ids, new TaskIds(ids, rules));
    }

    /** What a day's calls asked, in the order of its files. */
    DayCalls calls(List<CallFile> files) throws IOException {
        Requests requests = requests(files);
        return new DayCalls(requests, sketches(files, requests.size()));
    }

    private Requests requests(List<CallFile> files) throws IOException {
        Requests requests = new Requests();
        TextColumn tenant = new TextColumn(ids);
        TextColumn model = new TextColumn(ids);
        TextColumn status = new TextColumn(ids);
        TextColumn finish = new TextColumn(ids);
        WholeNumberLists prefixes = new WholeNumberLists();
        TextSet answered = new TextSet(ids, Response.OK::equals);
        TextSet cutOff = new TextSet(ids, reason -> RequestPass.CUT_OFF.contains(reason.toLowerCase(Locale.ROOT)));
        for (CallFile file : files) {
            readers.request().read(file.path(), file.bytes(), batch -> {
                tenant.turnTo(batch.column(0));
                model.turnTo(batch.column(1));
                ColumnVector hashes = batch.column(2);
                ColumnVector times = batch.column(3);
                status.turnTo(batch.column(4));
                finish.turnTo(batch.column(5));
                if (readers.readsPrompts()) {
                    prefixes.turnTo(batch.column(6));
                }
                for (int row = 0; row < batch.numRows(); row++) {
                    boolean known = !hashes.isNullAt(row);
                    int beginnings = readers.readsPrompts() ? prefixes.length(row) : 0;
                    long whose =
                            known || beginnings > 0 ? Hashes.mixed((long) tenant.id(row) << 32 | model.id(row)) : 0;
                    if (beginnings > 0) {
                        requests.prefixes().begin(requests.size());
                        for (int i = 0; i < beginnings; i++) {
                            requests.prefixes().add(prefixes.number(row, i) ^ whose);
                        }
                    }
                    UTF8String hash = known ? hashes.getUTF8String(row) : null;
                    requests.add(
                            known,
                            hash == null ? 0 : DistinctSketch.hash(hash),
                            hash == null ? 0 : Hashes.of(hash, Hashes.OTHER_SEED) + whose,
                            times.getLong(row),
                            answered.contains(status.id(row)),
                            cutOff.contains(finish.id(row)));
                }
            });
        }
        return requests;
    }

    private Sketches sketches(List<CallFile> files, int calls) throws IOException {
        Sketches sketches = new Sketches(calls);
        read(files, readers.sketch(), SKETCHED, (batch, first) -> {
            circles.turnTo(batch);
            ColumnVector column = batch.column(Circles.COLUMNS.length());
            ColumnVector sessions = batch.column(Circles.COLUMNS.length() + 1);
            for (int row = 0; row < batch.numRows(); row++) {
                if (!column.isNullAt(row)) {
                    long sketch = column.getLong(row);
                    long circle = circles.circle(row);
                    sketches.set(
                            first + row,
                            within(circle, PromptSketch.whole(sketch)),
                            within(circle, PromptSketch.beginning(sketch)),
                            sessions.isNullAt(row) ? 0 : session(sessions.getUTF8String(row)));
                }
            }
        });
        return sketches;
    }

    private Answers answers(List<CallFile> files, int calls) throws IOException {
        Answers answers = new Answers(calls);
        read(files, readers.answer(), ANSWERED, (batch, first) -> {
            circles.turnTo(batch);
            ColumnVector templates = batch.column(Circles.COLUMNS.length());
            ColumnVector hashes = batch.column(Circles.COLUMNS.length() + 1);
            for (int row = 0; row < batch.numRows(); row++) {
                if (!templates.isNullAt(row) && !hashes.isNullAt(row)) {
                    long template = Hashes.of(templates.getUTF8String(row), Hashes.ONE_SEED);
                    answers.set(
                            first + row,
                            within(circles.circle(row), template),
                            Hashes.of(hashes.getUTF8String(row), Hashes.ONE_SEED));
                }
            }
        });
        return answers;
    }

    /** Reads what {@link #calls} and {@link #totals} read of a day's own calls, and does nothing with it. */
    void scan(List<CallFile> files) throws IOException {
        for (CallFile file : files) {
            readers.request().read(file.path(), file.bytes(), batch -> {});
            readers.sums().read(file.path(), file.bytes(), batch -> {});
        }
        read(files, readers.sketch(), SKETCHED, (batch, first) -> {});
        read(files, readers.answer(), ANSWERED, (batch, first) -> {});
    }

    private interface Batches {
        /** @param first of its calls, as a number among those of the day */
        void add(ColumnarBatch batch, int first);
    }

    /** Reads those of a day's files that may have values in some columns, and passes over the calls of the others. */
    private void read(List<CallFile> files, ColumnarReader reader, List<String> columns, Batches batches)
            throws IOException {
        int first = 0;
        for (CallFile file : files) {
            FilledColumns filled = FilledColumns.of(file.path(), hadoop);
            if (readers.readsPrompts() && filled.names().containsAll(columns)) {
                int[] next = {first};
                reader.read(file.path(), file.bytes(), batch -> {
                    batches.add(batch, next[0]);
                    next[0] += batch.numRows();
                });
            }
            first += filled.rows();
        }
    }

    /** A hash that is the same only within one circle. */
    private static long within(long circle, long hash) {
        return Hashes.mixed(circle ^ Hashes.mixed(hash));
    }

    /** Not 0. */
    private static int session(UTF8String id) {
        return (int) Hashes.of(id, Hashes.ONE_SEED) | 1;
    }

    /**
     * @param earlier calls of the days before, whose answers may still be cached
     * @return null where the task of a call is not told by names
     */
    @Nullable
    List<GroupTotals> totals(LocalDate date, List<CallFile> files, DayCalls day, List<DayCalls> earlier)
            throws IOException {
        Fate[] fates = fates(files, day, earlier);
        PrefixSteps prefixes = SharedPrefixes.steps(
                day.requests(),
                fates,
                earlier.stream().map(DayCalls::requests).toList(),
                lifetimes.firstPrefixMicros(date),
                lifetimes.prefixMinutes());
        GroupSums sums = new GroupSums(ids, rules, day.requests(), fates, prefixes);
        for (CallFile file : files) {
            readers.sums().read(file.path(), file.bytes(), sums::add);
        }
        return sums.totals();
    }

    /** What becomes of each of the day's calls. */
    Fate[] fates(List<CallFile> files, DayCalls day, List<DayCalls> earlier) throws IOException {
        Fate[] fates = RepeatedRequests.fates(
                day.requests(),
                earlier.stream().map(DayCalls::requests).toList(),
                lifetimes.answerHours(),
                calls -> order(files, calls));
        NearRepeats.mark(fates, day, earlier, lifetimes.answerHours());
        OneAnswerTemplates.mark(fates, day.requests(), answers(files, fates.length));
        return fates;
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
                throw new UncheckedIOException(e);
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
}
