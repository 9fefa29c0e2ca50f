package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
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
 * Decides the {@link RowFate} of every row that was read. Of one identity the latest version counts: what is in the lake
 * keeps its place unless a row was changed after it, and of the rows read the latest does, of equally late ones the first
 * line of the first file. Only identities, versions and places are shuffled, never texts.
 */
final class Fates {
    private static final String DESTINATION = "destination";
    private static final String IDENTITY = "identity";

    private Fates() {}

    /**
     * Columns: file, line, file_sha256, destination, fate, supersedes (whether a row of the lake gives way to it, or gave
     * way in an ingest that broke off).
     *
     * @param places rows of {@link Place#SCHEMA}
     */
    static Dataset<Row> of(Dataset<Row> places, Map<LakeTable, TableSnapshot> lake) {
        Column position = row_number()
                .over(Window.partitionBy(DESTINATION, IDENTITY)
                        .orderBy(col("updated_at").desc_nulls_last(), col("file"), col("line")));
        return withOwners(places, lake)
                .withColumn("position", position)
                .withColumn("fate", fate())
                .withColumn("supersedes", supersedes())
                .select("file", "line", "file_sha256", DESTINATION, "fate", "supersedes");
    }

    /** Those rows of a table that it has to receive. */
    static Dataset<Row> rowsToWrite(LakeTable table, Dataset<Row> rows, Dataset<Row> fates) {
        Dataset<Row> others = fates.filter(col(DESTINATION).equalTo(table.folder()))
                .filter(not(col("fate").isin(RowFate.NEW.name(), RowFate.CORRECTION.name())))
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
                        .withColumn("owner_line", lit(null).cast("long"))
                        .withColumn("owner_updated_at", lit(null).cast("timestamp"))
                        .withColumn("owner_is_correction", lit(null).cast("boolean")));
    }

    private static Dataset<Row> owners(LakeTable table, Dataset<Row> rows) {
        boolean hasVersions = table == LakeTable.CALLS;
        return rows.select(
                lit(table.folder()).as("owner_destination"),
                identity(table).as("owner_identity"),
                col("file_sha256").as("owner_sha256"),
                col("line").as("owner_line"),
                (hasVersions ? col("updated_at") : lit(null).cast("timestamp")).as("owner_updated_at"),
                (hasVersions ? col("is_correction") : lit(null).cast("boolean")).as("owner_is_correction"));
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
        Column isFirst = col("position").equalTo(1);
        return when(isOwner(), RowFate.WRITTEN.name())
                .when(isFirst.and(col("owner_sha256").isNull()), RowFate.NEW.name())
                .when(isFirst.and(isLaterThanOwner()), RowFate.CORRECTION.name())
                .otherwise(RowFate.DUPLICATE.name());
    }

    private static Column isOwner() {
        return coalesce(
                col("owner_sha256")
                        .equalTo(col("file_sha256"))
                        .and(col("owner_line").equalTo(col("line"))),
                lit(false));
    }

    /** A row that does not say when it was changed is earlier than any that does. */
    private static Column isLaterThanOwner() {
        Column isLater = col("owner_updated_at").isNull().or(col("updated_at").gt(col("owner_updated_at")));
        return col("updated_at").isNotNull().and(isLater);
    }

    private static Column supersedes() {
        Column superseded = isOwner().and(coalesce(col("owner_is_correction"), lit(false)));
        return col("fate").equalTo(RowFate.CORRECTION.name()).or(superseded);
    }
}
