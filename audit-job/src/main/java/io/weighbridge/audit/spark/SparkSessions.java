package io.weighbridge.audit.spark;

import io.weighbridge.cli.JobFailedException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.SparkSession;

/**
 * Opens the Spark session of a job. A master and any other setting given as {@code spark.*} system property, as
 * spark-submit does, wins over the defaults here, which suit one machine.
 */
public final class SparkSessions {
    /** Columns of the lake that hardly repeat; a dictionary of them is built only to be thrown away. */
    private static final List<String> UNIQUE =
            List.of("call_id", "line", "occurred_at", "prompt_hash", "response_hash");

    private static final int LONGEST_MESSAGE = 500;

    private SparkSessions() {}

    /** Work done with a session. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T with(SparkSession spark) throws SparkException, E;
    }

    /** Does a job's work; a session that is open already is used and left open, else one is opened and closed again. */
    public static <T, E extends Exception> T run(String job, Work<T, E> work) throws E {
        boolean wasOpen = SparkSession.getDefaultSession()
                .exists(session -> !session.sparkContext().isStopped());
        SparkSession spark = open(job);
        try {
            return work.with(spark);
        } catch (SparkException | SparkRuntimeException e) {
            throw new JobFailedException(firstLine(rootCause(e)), e);
        } finally {
            if (!wasOpen) {
                spark.stop();
            }
        }
    }

    /** What went wrong on a worker; around it Spark puts plans and stack traces of many pages. */
    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String firstLine(Throwable failure) {
        String line = failure.toString().lines().findFirst().orElse("");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** The session of the named job, with its settings in force in this thread; the caller closes it. */
    public static SparkSession open(String job) {
        SparkSession session = SparkSession.builder().config(configuration(job)).getOrCreate();
        SparkSession.setActiveSession(session);
        return session;
    }

    private static SparkConf configuration(String job) {
        SparkConf conf = new SparkConf()
                .setIfMissing("spark.app.name", "weighbridge " + job)
                .setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.ui.showConsoleProgress", "false");
        singleMachine(conf);
        // What a stream has written it keeps until it is reset: of cached columns, a hundred batches of some megabytes.
        conf.setIfMissing("spark.serializer.objectStreamReset", "1");
        tables(conf);
        UNIQUE.forEach(column -> conf.setIfMissing("spark.hadoop.parquet.enable.dictionary#" + column, "false"));
        return conf;
    }

    private static void singleMachine(SparkConf conf) {
        if (!conf.get("spark.master").startsWith("local")) {
            return;
        }
        String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
        conf.setIfMissing("spark.driver.host", "localhost")
                .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
                .setIfMissing("spark.sql.shuffle.partitions", cores)
                .setIfMissing("spark.default.parallelism", cores)
                .setIfMissing("spark.shuffle.compress", "false")
                // What is kept on disk is rows, which shrink to a fifth; choosing a code for each column is not worth
                // it.
                .setIfMissing("spark.rdd.compress", "true")
                .setIfMissing("spark.sql.inMemoryColumnarStorage.compressed", "false")
                // Vectored reads of local files were seen never to end, and local files gain nothing from them.
                .setIfMissing("spark.hadoop.parquet.hadoop.vectored.io.enabled", "false")
                // A few thousand short tasks: planning again at each stage costs more than it saves.
                .setIfMissing("spark.sql.adaptive.enabled", "false")
                .setIfMissing("spark.databricks.delta.snapshotPartitions", "1");
    }

    private static void tables(SparkConf conf) {
        conf.setIfMissing("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .setIfMissing("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .setIfMissing("spark.sql.session.timeZone", "UTC")
                .setIfMissing("spark.sql.datetime.java8API.enabled", "true")
                .setIfMissing("spark.sql.parquet.compression.codec", "zstd")
                // Histograms of levels, which flat tables have no use for.
                .setIfMissing("spark.hadoop.parquet.size.statistics.enabled", "false")
                .setIfMissing("spark.sql.sources.default", "delta")
                // Never used, but Spark would otherwise create it in the current directory.
                .setIfMissing("spark.sql.warehouse.dir", temporary("weighbridge-warehouse"))
                // Skipping by identity and time is what queries of the lake gain from; more statistics cost writing
                // time.
                .setIfMissing("spark.databricks.delta.properties.defaults.dataSkippingNumIndexedCols", "4")
                .setIfMissing("spark.databricks.delta.writeChecksumFile.enabled", "false")
                // Fast scans read dictionary-encoded columns without deletion vectors.
                .setIfMissing("spark.databricks.delta.properties.defaults.enableDeletionVectors", "false");
    }

    private static String temporary(String name) {
        return Path.of(System.getProperty("java.io.tmpdir"), name).toUri().toString();
    }
}
