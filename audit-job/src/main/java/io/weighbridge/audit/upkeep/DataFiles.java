package io.weighbridge.audit.upkeep;

import io.delta.tables.DeltaTable;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/**
 * The Parquet files of a table, or of rollups, that are stored, whether its present version still needs them or not.
 *
 * @param bytes of all of them
 */
record DataFiles(long files, long bytes) {
    private static final String RETENTION = "delta.deletedFileRetentionDuration";
    private static final String DEFAULT_RETENTION = "interval 168 hours";

    static final DataFiles NONE = new DataFiles(0, 0);

    static DataFiles of(Lake lake, LakeTable table) {
        return under(lake, lake.path(table));
    }

    /** Deletes what is added up of days, of which some may be gone; the caller must be alone on the lake (lease). */
    static DataFiles deleteRollups(Lake lake) {
        Path rollups = lake.path("rollups");
        try {
            DataFiles found = lake.files().exists(rollups) ? under(lake, rollups) : NONE;
            lake.files().delete(rollups, true);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(rollups + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static DataFiles under(Lake lake, Path folder) {
        long count = 0;
        long bytes = 0;
        try {
            RemoteIterator<LocatedFileStatus> all = lake.files().listFiles(folder, true);
            while (all.hasNext()) {
                LocatedFileStatus file = all.next();
                boolean isData = !file.getPath().toString().contains("/_delta_log/")
                        && file.getPath().getName().endsWith(".parquet");
                count += isData ? 1 : 0;
                bytes += isData ? file.getLen() : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
        return new DataFiles(count, bytes);
    }

    /**
     * Deletes the files of a table that no version of the last hours needs; the caller must be alone on the lake (lease).
     *
     * @return what was deleted
     */
    static DataFiles vacuum(Lake lake, LakeTable table, int keepHours) {
        DataFiles before = of(lake, table);
        // A session of its own: the check is against deleting what a running job writes, which the lease excludes.
        SparkSession session = lake.spark().newSession();
        session.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        // Delta lists folders in so many tasks however few there are; the default is 10,000.
        session.conf().set("spark.sql.sources.parallelPartitionDiscovery.parallelism", "16");
        DeltaTable delta = DeltaTable.forPath(session, lake.path(table).toString());
        if (keepHours == 0) {
            delta.vacuum(0);
        } else {
            keep(delta, session, lake.path(table).toString(), keepHours);
            delta.vacuum();
        }
        return before.minus(of(lake, table));
    }

    /** Delta takes every retention but none from the table's properties. */
    private static void keep(DeltaTable delta, SparkSession session, String path, int hours) {
        Map<String, String> properties =
                delta.detail().select("properties").first().getJavaMap(0);
        String wanted = "interval " + hours + " hours";
        if (!properties.getOrDefault(RETENTION, DEFAULT_RETENTION).equals(wanted)) {
            session.sql("ALTER TABLE delta.`%s` SET TBLPROPERTIES ('%s' = '%s')"
                    .formatted(path.replace("`", "``"), RETENTION, wanted));
        }
    }

    DataFiles plus(DataFiles other) {
        return new DataFiles(files + other.files, bytes + other.bytes);
    }

    private DataFiles minus(DataFiles other) {
        return new DataFiles(files - other.files, bytes - other.bytes);
    }
}
