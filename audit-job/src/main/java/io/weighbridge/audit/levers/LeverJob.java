package io.weighbridge.audit.levers;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.assessment.Evidence;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the levers on the calls of a window. Calls of one request come together, in the order of time, with those of the
 * cache's lifetime before the window; everything else is {@link LeverPass}.
 */
public final class LeverJob {
    private static final int HOURS_A_DAY = 24;

    /** Of which levers need nothing, so that they are not read. */
    private static final List<String> TEXTS =
            List.of("prompt", "response_text", "prompt_measures", "word_hashes", "pair_hashes", "raw_usage");

    private final LeverOptions options;
    private final PriceBook prices;

    public LeverJob(LeverOptions options, PriceBook prices) {
        this.options = options;
        this.prices = prices;
    }

    /**
     * @param calls all calls of the lake with their task filled in
     * @param from first day of the window; null is the first there is, as {@code to}
     * @return by lever, then task and team
     */
    public List<LeverSaving> run(
            Dataset<Row> calls,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            Evidence evidence,
            SpendLedger ledger) {
        int before = Math.ceilDiv(options.cacheHours(), HOURS_A_DAY);
        Dataset<Row> seen = CallWindow.of(calls, from == null ? null : from.minusDays(before), to);
        Dataset<Row> known = seen.withColumn(
                        "counts", from == null ? lit(true) : col("day").geq(from))
                .withColumn("request", request());
        for (String text : TEXTS) {
            known = known.withColumn(
                    text, lit(null).cast(known.schema().apply(text).dataType()));
        }
        LeverCalls slimming = new LeverCalls(evidence.cheaper(ledger), Set.copyOf(options.batchTasks()), prices);
        Dataset<Row> ordered = calls.sparkSession()
                .createDataFrame(known.javaRDD().map(slimming::slim), LeverCalls.SCHEMA)
                .repartition(coalesce(col("request"), col("call_id")))
                .sortWithinPartitions("request", "micros", "source", "call_id");
        Pull pull = new Pull(options.cacheHours());
        Map<LeverSavingKey, Total> totals = new HashMap<>();
        for (Taken taken : ordered.javaRDD().mapPartitions(pull).collect()) {
            totals.computeIfAbsent(new LeverSavingKey(taken.lever(), taken.task(), taken.team()), unused -> new Total())
                    .add(taken);
        }
        List<LeverSaving> savings = new ArrayList<>();
        totals.forEach((key, total) ->
                savings.add(new LeverSaving(key.lever(), key.task(), key.team(), total.calls, total.usd)));
        savings.sort(Comparator.comparing(LeverSaving::lever)
                .thenComparing(LeverSaving::task)
                .thenComparing(LeverSaving::team, Comparator.nullsFirst(Comparator.naturalOrder())));
        return savings;
    }

    private record LeverSavingKey(
            Lever lever, String task, @Nullable String team) {}

    private static final class Total {
        private long calls;
        private BigDecimal usd = BigDecimal.ZERO.setScale(12);

        void add(Taken taken) {
            calls += taken.calls();
            usd = usd.add(new Usd(taken.picodollars()).toBigDecimal());
        }
    }

    /** One partition's sum. */
    private record Taken(Lever lever, String task, @Nullable String team, long calls, long picodollars)
            implements java.io.Serializable {}

    /** Null where the prompt is not known: such calls are equal to none. */
    private static Column request() {
        return when(
                col("prompt_hash").isNotNull(),
                concat_ws("\n", coalesce(col("tenant"), lit("")), col("model"), col("prompt_hash")));
    }

    private record Pull(int cacheHours) implements FlatMapFunction<Iterator<Row>, Taken> {
        @Override
        public Iterator<Taken> call(Iterator<Row> rows) {
            LeverPass pass = new LeverPass(new LeverOptions(cacheHours, List.of()));
            rows.forEachRemaining(row -> pass.add(LeverCalls.call(row)));
            List<Taken> taken = new ArrayList<>();
            pass.finish()
                    .forEach((part, byLever) -> byLever.forEach((lever, sum) ->
                            taken.add(new Taken(lever, part.task(), part.team(), sum.calls(), sum.picodollars()))));
            return taken.iterator();
        }
    }
}
