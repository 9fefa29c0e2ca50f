package io.weighbridge.audit.spend;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Sums the calls of the lake into a {@link SpendLedger}: one pass, integers only, so that a total does not depend on how
 * the log was split.
 */
public final class SpendQuery {
    private static final Column UNPRICED =
            col("spend_picodollars").isNull().and(col("input_tokens").isNotNull());
    private static final Column USAGE_MISSING =
            col("spend_picodollars").isNull().and(col("input_tokens").isNull());

    private final PriceBook prices;

    /** @param prices bounds what calls without a price can have cost */
    public SpendQuery(PriceBook prices) {
        this.prices = prices;
    }

    /** @param calls rows of the calls table with their {@code task} filled in ({@link CallTask}) */
    public SpendLedger ledger(Dataset<Row> calls) {
        Dataset<Row> sums = calls.groupBy("day", "team", "application", "task", "model")
                .agg(
                        count(lit(1)).as("calls"),
                        total(col("input_tokens")).as("input_tokens"),
                        total(col("output_tokens")).as("output_tokens"),
                        total(col("billed_picodollars")).as("billed"),
                        total(col("computed_picodollars")).as("computed"),
                        total(col("spend_picodollars")).as("spend"),
                        count_if(UNPRICED).as("unpriced"),
                        count_if(USAGE_MISSING).as("usage_missing"),
                        unpriced("input_tokens"),
                        unpriced("cache_read_tokens"),
                        unpriced("cache_write_5m_tokens"),
                        unpriced("cache_write_1h_tokens"),
                        unpriced("output_tokens"));
        List<SpendLine> lines = new ArrayList<>();
        for (Row row : sums.collectAsList()) {
            lines.add(line(row));
        }
        return new SpendLedger(lines);
    }

    private static Column total(Column column) {
        return org.apache.spark.sql.functions.coalesce(sum(column), lit(0L));
    }

    private static Column unpriced(String column) {
        return total(when(UNPRICED, col(column))).as("unpriced_" + column);
    }

    private SpendLine line(Row row) {
        return new SpendLine(
                row.<LocalDate>getAs("day"), row.getAs("team"), row.getAs("application"), row.getAs("task"),
                row.getAs("model"), amount(row));
    }

    private SpendAmount amount(Row row) {
        BigDecimal spend = usd(row, "spend");
        return new SpendAmount(
                whole(row, "calls"),
                whole(row, "input_tokens"),
                whole(row, "output_tokens"),
                usd(row, "billed"),
                usd(row, "computed"),
                spend,
                high(row, spend),
                whole(row, "unpriced"),
                whole(row, "usage_missing"));
    }

    /** The ceiling is linear in tokens and calls, so that a group needs to be bounded only once. */
    private @Nullable BigDecimal high(Row row, BigDecimal spend) {
        long unpricedCalls = whole(row, "unpriced");
        if (whole(row, "usage_missing") > 0) {
            return null;
        }
        if (unpricedCalls == 0) {
            return spend;
        }
        Usage usage = new Usage(
                whole(row, "unpriced_input_tokens"),
                whole(row, "unpriced_cache_read_tokens"),
                whole(row, "unpriced_cache_write_5m_tokens"),
                whole(row, "unpriced_cache_write_1h_tokens"),
                whole(row, "unpriced_output_tokens"),
                0);
        BigDecimal fee = prices.ceiling(Usage.of(0, 0)).toBigDecimal();
        return spend.add(prices.ceiling(usage).toBigDecimal())
                .add(fee.multiply(BigDecimal.valueOf(unpricedCalls - 1)));
    }

    private static BigDecimal usd(Row row, String column) {
        return new Usd(whole(row, column)).toBigDecimal();
    }

    private static long whole(Row row, String column) {
        return row.<Long>getAs(column);
    }
}
