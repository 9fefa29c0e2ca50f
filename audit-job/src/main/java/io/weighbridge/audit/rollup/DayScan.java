package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.scan.ColumnarReader;
import io.weighbridge.audit.scan.TextColumn;
import io.weighbridge.audit.scan.TextIds;
import io.weighbridge.audit.scan.TextSet;
import io.weighbridge.audit.scan.WholeNumberLists;
import io.weighbridge.cli.TaskRule;
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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Adds up whole days of calls from columnar batches, below Spark SQL: the columns of a request first, which tell what becomes of each call,
 * then those that are summed. Nothing is allocated per call; texts are numbers, money is whole picodollars.
 */
final class DayScan {
    private static final long ONE_SEED = 0x9E3779B97F4A7C15L;
    private static final long OTHER_SEED = 0xC2B2AE3D27D4EB4FL;

    private static final StructType REQUEST = new StructType()
            .add("tenant", StringType)
            .add("model", StringType)
            .add("prompt_hash", StringType)
            .add("occurred_at", TimestampType)
            .add("status", StringType)
            .add("finish_reason", StringType)
            .add("prefix_hashes", createArrayType(LongType, false));

    private static final StructType NAME =
            new StructType().add("source", StringType).add("call_id", StringType);

    private final Readers readers;
    private final List<TaskRule> rules;
    private final CacheLifetimes lifetimes;
    private final TextIds ids = new TextIds();

    /** What is read of files; made on the driver. */
    record Readers(ColumnarReader request, ColumnarReader name, ColumnarReader sums) implements Serializable {
        static Readers of(SparkSession spark) {
            return new Readers(
                    ColumnarReader.of(spark, REQUEST),
                    ColumnarReader.of(spark, NAME),
                    ColumnarReader.of(spark, GroupSums.COLUMNS));
        }
    }

    DayScan(Readers readers, List<TaskRule> rules, CacheLifetimes lifetimes) {
        this.readers = readers;
        this.rules = rules;
        this.lifetimes = lifetimes;
    }

    /** The requests of a day's calls, in the order of its files. */
    Requests requests(List<CallFile> files) throws IOException {
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
                prefixes.turnTo(batch.column(6));
                for (int row = 0; row < batch.numRows(); row++) {
                    boolean known = !hashes.isNullAt(row);
                    int beginnings = prefixes.length(row);
                    long whose = known || beginnings > 0 ? mixed((long) tenant.id(row) << 32 | model.id(row)) : 0;
                    if (beginnings > 0) {
                        requests.prefixes().begin(requests.size());
                        for (int i = 0; i < beginnings; i++) {
                            requests.prefixes().add(prefixes.number(row, i) ^ whose);
                        }
                    }
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

    /**
     * @param earlier requests of the days before, whose answers may still be cached
     * @return null where the task of a call is not told by names
     */
    @Nullable
    List<GroupTotals> totals(LocalDate day, List<CallFile> files, Requests requests, List<Requests> earlier)
            throws IOException {
        Fate[] fates = RepeatedRequests.fates(requests, earlier, lifetimes.answerHours(), calls -> order(files, calls));
        PrefixSteps prefixes = SharedPrefixes.steps(
                requests, fates, earlier, lifetimes.firstPrefixMicros(day), lifetimes.prefixMinutes());
        GroupSums sums = new GroupSums(ids, rules, fates, prefixes);
        for (CallFile file : files) {
            readers.sums().read(file.path(), file.bytes(), sums::add);
        }
        return sums.totals();
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
