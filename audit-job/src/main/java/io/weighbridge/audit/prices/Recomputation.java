package io.weighbridge.audit.prices;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeChangedException;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.TableSnapshot;
import io.weighbridge.cli.Progress;
import io.weighbridge.tokenlog.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Compares the money of a lake with that of another price book, and can put it in the lake's place. */
final class Recomputation {
    private static final StructType COMPARED = new StructType()
            .add("model", DataTypes.StringType, false)
            .add("day", DataTypes.DateType, false)
            .add("held_computed", DataTypes.LongType)
            .add("held_spend", DataTypes.LongType)
            .add("held_version", DataTypes.StringType, false)
            .add("other_computed", DataTypes.LongType)
            .add("other_spend", DataTypes.LongType);

    private final Lake lake;
    private final PriceBook book;
    private final Repricing repricing;
    private final Progress progress;

    /**
     * @param aliases name in the logs to name in the price book
     * @param progress told when the comparison is done, and when all is written
     */
    Recomputation(Lake lake, PriceBook book, Map<String, String> aliases, Progress progress) {
        this.progress = progress;
        this.lake = lake;
        this.book = book;
        this.repricing = new Repricing(book, aliases);
    }

    /**
     * What the other book changes.
     *
     * @param calls calls looked at
     * @param stale calls that another book priced, whether or not the money is the same
     * @param differences by day and model, without those where nothing changes
     */
    record Result(long calls, long stale, List<PriceDifference> differences) {}

    Result compare() {
        return compare(lake.snapshot(LakeTable.CALLS));
    }

    /**
     * Writes the other book's money and version into every call. Doing it again with the same book writes nothing.
     *
     * @return what was different before
     * @throws LakeChangedException if another job wrote calls meanwhile; nothing was written, safe to repeat
     */
    Result apply() {
        TableSnapshot snapshot = lake.snapshot(LakeTable.CALLS);
        Result result = compare(snapshot);
        if (result.stale > 0 || !result.differences.isEmpty()) {
            Dataset<Row> rows =
                    lake.spark().createDataFrame(snapshot.rows().javaRDD().map(repricing), CallTable.SCHEMA);
            snapshot.replace(rows, result.calls);
            progress.reached(2);
        }
        return result;
    }

    private Result compare(TableSnapshot snapshot) {
        Repricing other = repricing;
        Function<Row, Row> pair = row -> compared(row, other.call(row));
        Dataset<Row> pairs =
                lake.spark().createDataFrame(snapshot.rows().javaRDD().map(pair), COMPARED);
        Column changed = not(col("held_computed").eqNullSafe(col("other_computed")))
                .or(not(col("held_spend").eqNullSafe(col("other_spend"))));
        List<Row> sums = pairs.groupBy("model", "day")
                .agg(
                        count(lit(1)).as("calls"),
                        count_if(changed).as("changed"),
                        count_if(not(col("held_version").equalTo(book.version())))
                                .as("stale"),
                        total("held_computed"),
                        total("other_computed"),
                        total("held_spend"),
                        total("other_spend"),
                        count_if(col("held_computed").isNull()).as("held_unknown"),
                        count_if(col("other_computed").isNull()).as("other_unknown"))
                .collectAsList();
        progress.reached(1);
        return result(sums);
    }

    private static Result result(List<Row> sums) {
        long calls = 0;
        long stale = 0;
        List<PriceDifference> differences = new ArrayList<>();
        for (Row row : sums) {
            calls += whole(row, "calls");
            stale += whole(row, "stale");
            if (whole(row, "changed") > 0) {
                differences.add(new PriceDifference(
                        row.getAs("model"),
                        row.getAs("day"),
                        sums(row, "held_"),
                        sums(row, "other_"),
                        whole(row, "calls"),
                        whole(row, "changed")));
            }
        }
        differences.sort(PriceDifference.BY_DAY_AND_MODEL);
        return new Result(calls, stale, List.copyOf(differences));
    }

    private static PriceDifference.Sums sums(Row row, String book) {
        return new PriceDifference.Sums(
                whole(row, book + "computed"), whole(row, book + "unknown"), whole(row, book + "spend"));
    }

    private static Row compared(Row held, Row other) {
        return RowFactory.create(
                held.getAs("model"),
                held.getAs("day"),
                held.getAs("computed_picodollars"),
                held.getAs("spend_picodollars"),
                held.getAs("price_version"),
                other.getAs("computed_picodollars"),
                other.getAs("spend_picodollars"));
    }

    private static Column total(String column) {
        return coalesce(sum(col(column)), lit(0L)).as(column);
    }

    private static long whole(Row row, String column) {
        return row.<Long>getAs(column);
    }
}
