package io.weighbridge.audit.spend;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Sums calls into a {@link SpendLedger} by one plain query, as an oracle: integers only, so that a total does not depend on how
 * the log was split.
 */
public final class SpendQuery {
    private static final Column UNKNOWN = col("spend_picodollars").isNull();
    private static final Column HAS_USAGE = col("input_tokens").isNotNull();

    private SpendQuery() {}

    /** @param calls rows of the calls table with their {@code task} filled in ({@link CallTask}) */
    public static SpendLedger ledger(Dataset<Row> calls) {
        Dataset<Row> sums = calls.groupBy("day", "team", "application", "task", "model")
                .agg(
                        count(lit(1)).as("calls"),
                        total("input_tokens"),
                        total("output_tokens"),
                        total("billed_picodollars"),
                        total("computed_picodollars"),
                        total("spend_picodollars"),
                        total("spend_low_picodollars"),
                        total("spend_high_picodollars"),
                        count_if(col("spend_high_picodollars").isNull()).as("unbounded"),
                        count_if(UNKNOWN.and(HAS_USAGE)).as("unpriced"),
                        count_if(UNKNOWN.and(col("input_tokens").isNull())).as("usage_missing"),
                        count_if(col("spend_basis").equalTo("estimated")).as("estimated"));
        List<SpendLine> lines = new ArrayList<>();
        for (Row row : sums.collectAsList()) {
            lines.add(new SpendLine(
                    row.getAs("day"),
                    row.getAs("team"),
                    row.getAs("application"),
                    row.getAs("task"),
                    row.getAs("model"),
                    amount(row)));
        }
        return new SpendLedger(lines);
    }

    private static Column total(String column) {
        return coalesce(sum(col(column)), lit(0L)).as(column);
    }

    private static SpendAmount amount(Row row) {
        return new SpendAmount(
                whole(row, "calls"),
                whole(row, "input_tokens"),
                whole(row, "output_tokens"),
                usd(row, "billed_picodollars"),
                usd(row, "computed_picodollars"),
                usd(row, "spend_picodollars"),
                usd(row, "spend_low_picodollars"),
                whole(row, "unbounded") > 0 ? null : usd(row, "spend_high_picodollars"),
                whole(row, "unpriced"),
                whole(row, "usage_missing"),
                whole(row, "estimated"));
    }

    private static BigDecimal usd(Row row, String column) {
        return new Usd(whole(row, column)).toBigDecimal();
    }

    private static long whole(Row row, String column) {
        return row.<Long>getAs(column);
    }
}
