package io.weighbridge.audit.spend;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The calls of some days, both ends included, in UTC. */
public final class CallWindow {
    private CallWindow() {}

    /** @param from null is the first day there is; {@code to} likewise the last */
    public static Dataset<Row> of(Dataset<Row> calls, @Nullable LocalDate from, @Nullable LocalDate to) {
        Dataset<Row> some = from == null ? calls : calls.filter(col("day").geq(lit(from)));
        return to == null ? some : some.filter(col("day").leq(lit(to)));
    }
}
