package io.weighbridge.audit.anomaly;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.Dollars;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Work that was called for far more often on a day than other work of its application: a workflow, where calls name one, else a session,
 * else one and the same prompt. It is a rule and no test, since one day says little of how often very long sessions are right: at least
 * {@value #LEAST_CALLS} calls, ten times as many as 99 of 100 others of the day have, and a hundredth of what a day usually costs.
 */
final class Loops {
    static final int LEAST_CALLS = 50;

    private static final double TIMES = 10;
    private static final double QUANTILE = 0.99;
    /** With fewer others of the application, those of all applications are what is usual. */
    private static final long FEWEST_OTHERS = 20;

    private static final double LEAST_OF_A_DAY = 0.01;
    /** Work that passes everything but the comparison; more of it on one day is what is usual there. */
    private static final int MOST_CANDIDATES = 1_000;

    private static final Column KIND = when(col("workflow_id").isNotNull(), lit("workflow"))
            .when(col("session_id").isNotNull(), lit("session"))
            .otherwise(lit("prompt"));
    private static final Column ID = coalesce(col("workflow_id"), col("session_id"), col("prompt_hash"));
    private static final Column APPLICATION = coalesce(col("application"), lit(SpendLedger.UNNAMED));

    private final Dataset<Row> work;
    private final LocalDate day;

    /** @param calls of the lake */
    Loops(Dataset<Row> calls, LocalDate day) {
        this.day = day;
        this.work = calls.filter(col("day").equalTo(lit(day)))
                .select(
                        KIND.as("kind"),
                        coalesce(col("tenant"), lit("")).as("tenant"),
                        APPLICATION.as("application"),
                        ID.as("id"),
                        col("spend_picodollars"))
                .filter(col("id").isNotNull())
                .groupBy("kind", "tenant", "application", "id")
                .agg(
                        count(lit(1)).as("calls"),
                        coalesce(sum("spend_picodollars"), lit(0L)).as("spend"));
    }

    private record Peers(String kind, @Nullable String application) {}

    /** @param usualDay what a day usually costs, in picodollars */
    List<Anomaly> found(double usualDay) {
        List<Row> candidates = work.filter(col("calls")
                        .geq(LEAST_CALLS)
                        .and(col("spend").geq(LEAST_OF_A_DAY * usualDay))
                        .and(col("spend").gt(0)))
                .orderBy(col("spend").desc(), col("kind"), col("tenant"), col("application"), col("id"))
                .limit(MOST_CANDIDATES)
                .collectAsList();
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<String, Map<String, TreeMap<Long, Long>>> sizes = sizes();
        List<Anomaly> found = new ArrayList<>();
        for (Row row : candidates) {
            Cells cells = new Cells(row);
            long calls = cells.whole("calls");
            Long usual = usual(sizes.getOrDefault(cells.text("kind"), Map.of()), cells.text("application"), calls);
            if (usual != null && calls >= TIMES * usual) {
                found.add(anomaly(cells, calls, usual));
            }
        }
        return found;
    }

    /** How many pieces of work of a kind and application have so many calls. */
    private Map<String, Map<String, TreeMap<Long, Long>>> sizes() {
        Map<String, Map<String, TreeMap<Long, Long>>> sizes = new TreeMap<>();
        for (Row row : work.groupBy("kind", "application", "calls")
                .agg(count(lit(1)).as("pieces"))
                .collectAsList()) {
            Cells cells = new Cells(row);
            sizes.computeIfAbsent(cells.text("kind"), unused -> new TreeMap<>())
                    .computeIfAbsent(cells.text("application"), unused -> new TreeMap<>())
                    .merge(cells.whole("calls"), cells.whole("pieces"), Long::sum);
        }
        return sizes;
    }

    /** What 99 of 100 others do not exceed; null where there are too few to say. */
    private static @Nullable Long usual(Map<String, TreeMap<Long, Long>> ofKind, String application, long calls) {
        Long own = quantile(ofKind.getOrDefault(application, new TreeMap<>()), calls);
        if (own != null) {
            return own;
        }
        TreeMap<Long, Long> all = new TreeMap<>();
        ofKind.values().forEach(sizes -> sizes.forEach((size, pieces) -> all.merge(size, pieces, Long::sum)));
        return quantile(all, calls);
    }

    private static @Nullable Long quantile(TreeMap<Long, Long> sizes, long without) {
        TreeMap<Long, Long> others = new TreeMap<>(sizes);
        others.merge(without, -1L, Long::sum);
        long pieces = others.values().stream().mapToLong(Long::longValue).sum();
        if (pieces < FEWEST_OTHERS) {
            return null;
        }
        long rank = (long) Math.ceil(QUANTILE * pieces);
        long below = 0;
        for (Map.Entry<Long, Long> entry : others.entrySet()) {
            below += entry.getValue();
            if (below >= rank) {
                return entry.getKey();
            }
        }
        throw new AssertionError("a quantile lies among the values");
    }

    private Anomaly anomaly(Cells cells, long calls, long usual) {
        long spend = cells.whole("spend");
        return new Anomaly(
                AnomalyKind.LOOP.label(),
                day,
                cells.text("kind"),
                cells.text("application") + ", " + cells.text("id"),
                "calls",
                calls,
                (double) usual,
                null,
                null,
                calls / (double) usual,
                null,
                null,
                Dollars.ofPicodollars(spend),
                Dollars.ofPicodollars(spend * (1 - usual / (double) calls)),
                List.of(),
                String.format(
                        Locale.ROOT,
                        "%,d calls for one %s; 99 of 100 others of the day have at most %,d",
                        calls,
                        cells.text("kind"),
                        usual));
    }
}
