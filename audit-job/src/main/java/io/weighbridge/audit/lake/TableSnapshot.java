package io.weighbridge.audit.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One table of a lake at one version: what an ingest looked at when it decided what is new. An append succeeds only if
 * nothing else was appended since, so that two ingests can never both add the same call.
 *
 * <p>All ingests write as one Delta application, with the version they build upon as transaction version (Delta
 * protocol, "Transaction Identifiers"): of two that start from the same version Delta lets one through, fails or skips
 * the other, and both cases are reported as {@link LakeChangedException}.
 */
public final class TableSnapshot {
    private static final String APPLICATION = "weighbridge-ingest";

    private final SparkSession spark;
    private final LakeTable table;
    private final String path;
    private final DeltaLogFiles log;
    private final long version;

    TableSnapshot(SparkSession spark, LakeTable table, String path, DeltaLogFiles log) {
        this.spark = spark;
        this.table = table;
        this.path = path;
        this.log = log;
        this.version = log.version();
    }

    /** Whether the table had been written at all. */
    public boolean exists() {
        return version >= 0;
    }

    public Dataset<Row> rows() {
        return exists()
                ? table.complete(spark.read()
                        .format("delta")
                        .option("versionAsOf", version)
                        .load(path))
                : spark.createDataFrame(List.of(), table.schema());
    }

    /**
     * Appends in one atomic commit.
     *
     * @param count how many rows these are
     * @throws LakeChangedException if the table has changed since the snapshot; nothing was written
     * @throws IllegalStateException if other rows were written than announced
     */
    public void append(Dataset<Row> rows, long count) {
        write(rows, count, "append");
    }

    /**
     * Puts these rows in the place of all rows of the snapshot in one atomic commit.
     *
     * @param count how many rows these are
     * @throws LakeChangedException if the table has changed since the snapshot; nothing was written
     * @throws IllegalStateException if other rows were written than announced
     */
    public void replace(Dataset<Row> rows, long count) {
        write(rows, count, "overwrite");
    }

    private void write(Dataset<Row> rows, long count, String mode) {
        commit(
                count,
                marker -> rows.write()
                        .format("delta")
                        .mode(mode)
                        .partitionBy(table.partitionColumns().toArray(String[]::new))
                        // A table that is older than a column gets it with the first row that has it.
                        .option("mergeSchema", "true")
                        .option("txnAppId", APPLICATION)
                        .option("txnVersion", version + 1)
                        .option("userMetadata", marker)
                        .save(path));
    }

    /**
     * Appends calls, and in the same atomic commit removes those of the same source and call id that they correct.
     *
     * @param count how many rows these are
     * @throws LakeChangedException if the table has changed since the snapshot; nothing was written
     * @throws IllegalStateException if other rows were written than announced
     */
    public void replaceOrAppend(Dataset<Row> rows, long count) {
        commit(count, marker -> {
            // A session of its own, because these options are those of a session, not of one commit.
            SparkSession session = spark.newSession();
            session.conf().set("spark.databricks.delta.write.txnAppId", APPLICATION);
            session.conf().set("spark.databricks.delta.write.txnVersion", version + 1);
            session.conf().set("spark.databricks.delta.commitInfo.userMetadata", marker);
            DeltaTable.forPath(session, path)
                    .as("present")
                    .merge(rows.as("given"), "present.source = given.source and present.call_id = given.call_id")
                    .whenMatched()
                    .update(corrected())
                    .whenNotMatched()
                    .insertAll()
                    .execute();
        });
    }

    private Map<String, Column> corrected() {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String column : table.schema().fieldNames()) {
            columns.put(column, col("given." + column));
        }
        columns.put("is_correction", lit(true));
        return columns;
    }

    /** @param write given the text that tells this commit from another writer's, which Delta may take for the same */
    private void commit(long count, Consumer<String> write) {
        String marker = APPLICATION + " " + UUID.randomUUID();
        try {
            write.accept(marker);
        } catch (ConcurrentModificationException e) {
            throw new LakeChangedException(path, e);
        }
        long written = log.rowsCommittedAfter(version, marker).orElseThrow(() -> new LakeChangedException(path, null));
        if (written != count) {
            throw new IllegalStateException(path + ": rows written must be " + count + ", was " + written
                    + "; did a log change while it was read?");
        }
    }
}
