package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.LakeTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The rows of some files. Their places are kept until this is closed. The rows themselves are kept if the files are
 * small; else they are read once more for each table that receives some, so that memory does not grow with the logs.
 */
final class LogRows implements AutoCloseable {
    /** Of files as stored: a month of 60,000 calls is 20 MB in gzip and, as rows, 300 MB. */
    private static final long MOST_BYTES_KEPT = 32 << 20;

    /** Enough tasks to balance files of different size, few enough for a lake without crumbs. */
    private static final int TASKS_PER_CORE = 16;

    private final SparkSession spark;
    private final List<InputFile> files;
    private final JavaRDD<LogRow> rows;
    private final Dataset<Row> places;
    private final Map<Integer, Long> rowsRead;

    private LogRows(
            SparkSession spark,
            List<InputFile> files,
            JavaRDD<LogRow> rows,
            Dataset<Row> places,
            Map<Integer, Long> rowsRead) {
        this.spark = spark;
        this.files = files;
        this.rows = rows;
        this.places = places;
        this.rowsRead = rowsRead;
    }

    /** Reads all files, to know their places and to count their rows. */
    static LogRows read(SparkSession spark, List<InputFile> files, ReadingRules rules) {
        JavaRDD<LogRow> rows = rows(spark, files, rules);
        if (files.stream().mapToLong(InputFile::bytes).sum() <= MOST_BYTES_KEPT) {
            // Not on disk: what memory has no room for is cheaper to read again.
            rows.persist(StorageLevel.MEMORY_ONLY());
        }
        Dataset<Row> places =
                spark.createDataFrame(rows.map(LogRow::place), Place.SCHEMA).persist(StorageLevel.MEMORY_AND_DISK());
        return new LogRows(spark, files, rows, places, rowsByFile(places, files));
    }

    private static JavaRDD<LogRow> rows(SparkSession spark, List<InputFile> files, ReadingRules rules) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        LogReader reader = new LogReader(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(rules));
        List<InputFile> largestFirst = files.stream()
                .sorted(Comparator.comparingLong(InputFile::bytes).reversed())
                .toList();
        int tasks = Math.clamp(files.size(), 1, TASKS_PER_CORE * context.defaultParallelism());
        return context.parallelize(largestFirst, tasks).flatMap(reader);
    }

    private static Map<Integer, Long> rowsByFile(Dataset<Row> places, List<InputFile> files) {
        Map<Integer, Long> rowsRead = new HashMap<>();
        if (!files.isEmpty()) {
            places.groupBy("file").count().collectAsList().forEach(row -> rowsRead.put(row.getInt(0), row.getLong(1)));
        }
        return rowsRead;
    }

    /** Rows of {@link Place#SCHEMA}. */
    Dataset<Row> places() {
        return places;
    }

    /** Rows read by the order of their file; files without rows are absent. */
    Map<Integer, Long> rowsRead() {
        return rowsRead;
    }

    /** The rows meant for a table, in its schema. */
    Dataset<Row> rows(LakeTable table) {
        return spark.createDataFrame(
                rows.filter(row -> row.destination() == table).map(LogRow::cells), table.schema());
    }

    /** The rows of some of the files, for when the others turn out to be known. */
    LogRows only(List<InputFile> some) {
        if (some.size() == files.size()) {
            return this;
        }
        Set<Integer> orders = some.stream().map(InputFile::order).collect(Collectors.toSet());
        return new LogRows(
                spark,
                some,
                rows.filter(row -> orders.contains(row.place().getInt(0))),
                places.filter(col("file").isInCollection(orders)),
                rowsRead);
    }

    @Override
    public void close() {
        places.unpersist();
        rows.unpersist(false);
    }
}
