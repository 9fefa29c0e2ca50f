package io.weighbridge.audit.reconcile;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.reconcile.Invoice.Cell;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sums calls by day and model, integers only. */
final class LakeCells {
    private static final Column SPEND = col("spend_picodollars");
    private static final Column IS_UNPRICED = col("pricing_status").equalTo("unpriced");

    private LakeCells() {}

    static SortedMap<Cell, LakeCell> of(Dataset<Row> calls) {
        Column isBilled = col("spend_basis")
                .equalTo("billed")
                .and(col("computed_picodollars").isNotNull());
        Dataset<Row> sums = calls.groupBy("day", "model")
                .agg(
                        count(lit(1)).as("calls"),
                        total(SPEND).as("spend"),
                        total(when(hour(col("occurred_at")).lt(12), SPEND)).as("first_hours"),
                        total(when(hour(col("occurred_at")).geq(10), SPEND)).as("last_hours"),
                        count_if(IS_UNPRICED).as("unpriced"),
                        count_if(IS_UNPRICED.and(col("spend_high_picodollars").isNull()))
                                .as("unbounded"),
                        total(when(IS_UNPRICED, col("spend_high_picodollars"))).as("unpriced_high"),
                        count_if(col("pricing_status").equalTo("usage-missing")).as("usage_missing"),
                        total(when(isBilled, col("computed_picodollars").minus(col("billed_picodollars"))))
                                .as("computed_minus_billed"));
        SortedMap<Cell, LakeCell> cells = new TreeMap<>();
        for (Row row : sums.collectAsList()) {
            cells.put(new Cell(row.getAs("day"), row.getAs("model")), cell(row));
        }
        return cells;
    }

    private static LakeCell cell(Row row) {
        return new LakeCell(
                whole(row, "calls"),
                usd(row, "spend"),
                usd(row, "first_hours"),
                usd(row, "last_hours"),
                whole(row, "unpriced"),
                whole(row, "unbounded") > 0 ? null : usd(row, "unpriced_high"),
                whole(row, "usage_missing"),
                usd(row, "computed_minus_billed"));
    }

    private static Column total(Column picodollars) {
        return coalesce(sum(picodollars), lit(0L));
    }

    private static BigDecimal usd(Row row, String column) {
        return new Usd(whole(row, column)).toBigDecimal();
    }

    private static long whole(Row row, String column) {
        return row.<Long>getAs(column);
    }
}
