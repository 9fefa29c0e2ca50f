package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.TableSnapshot;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Decides the {@link RowFate} of every row that was read: what is in the lake keeps its place, of the others the first line of
 * the first file does. Only identities and places are shuffled, never texts.
 */
final class Fates {
    private static final String DESTINATION = "destination";
    private static final String IDENTITY = "identity";

    private Fates() {}

    /**
     * Columns: file, line, file_sha256, destination, fate.
     *
     * @param places rows of {@link Place#SCHEMA}
     */
    static Dataset<Row> of(Dataset<Row> places, Map<LakeTable, TableSnapshot> lake) {
        Column position =
                row_number().over(Window.partitionBy(DESTINATION, IDENTITY).orderBy("file", "line"));
        return withOwners(places, lake)
                .withColumn("position", position)
                .withColumn("fate", fate())
                .select("file", "line", "file_sha256", DESTINATION, "fate");
    }

    /** Those rows of a table that are new. */
    static Dataset<Row> newRows(LakeTable table, Dataset<Row> rows, Dataset<Row> fates) {
        Dataset<Row> others = fates.filter(col(DESTINATION).equalTo(table.folder()))
                .filter(col("fate").notEqual(RowFate.NEW.name()))
                .select(col("file_sha256").as("other_sha256"), col("line").as("other_line"));
        Column same =
                col("file_sha256").equalTo(col("other_sha256")).and(col("line").equalTo(col("other_line")));
        return rows.join(others, same, "left_anti");
    }

    private static Dataset<Row> withOwners(Dataset<Row> places, Map<LakeTable, TableSnapshot> lake) {
        return lake.entrySet().stream()
                .filter(table -> table.getValue().exists())
                .map(table -> owners(table.getKey(), table.getValue().rows()))
                .reduce(Dataset::unionAll)
                .map(owners -> join(places, owners))
                .orElseGet(() -> places.withColumn("owner_sha256", lit(null).cast("string"))
                        .withColumn("owner_line", lit(null).cast("long")));
    }

    private static Dataset<Row> owners(LakeTable table, Dataset<Row> rows) {
        return rows.select(
                lit(table.folder()).as("owner_destination"),
                identity(table).as("owner_identity"),
                col("file_sha256").as("owner_sha256"),
                col("line").as("owner_line"));
    }

    private static Dataset<Row> join(Dataset<Row> places, Dataset<Row> owners) {
        return places.join(
                owners,
                col(DESTINATION)
                        .equalTo(col("owner_destination"))
                        .and(col(IDENTITY).equalTo(col("owner_identity"))),
                "left");
    }

    private static Column identity(LakeTable table) {
        return switch (table) {
            case CALLS -> concat_ws(Place.SEPARATOR, col("source"), col("call_id"));
            case OUTCOMES -> col("outcome_id");
            case QUARANTINE ->
                concat_ws(
                        Place.SEPARATOR,
                        col("file_sha256"),
                        col("source"),
                        col("line").cast("string"));
            case SOURCES -> throw new IllegalArgumentException("the ledger has no parsed rows");
        };
    }

    private static Column fate() {
        Column isOwner = col("owner_sha256")
                .equalTo(col("file_sha256"))
                .and(col("owner_line").equalTo(col("line")));
        Column isFirst = col("owner_sha256").isNull().and(col("position").equalTo(1));
        return when(isOwner, RowFate.WRITTEN.name())
                .when(isFirst, RowFate.NEW.name())
                .otherwise(RowFate.DUPLICATE.name());
    }
}
