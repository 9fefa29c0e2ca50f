package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.LakeTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The rows of some files. Reading a log costs far more than keeping its rows, so they are kept on the workers' disks, in
 * columns, until this is closed; memory does not grow with the logs.
 */
final class LogRows implements AutoCloseable {
    /** Enough tasks to balance files of different size, few enough for a lake without crumbs. */
    private static final int TASKS_PER_CORE = 16;

    private final Dataset<Row> rows;
    private final Map<Integer, Long> rowsRead;

    private LogRows(Dataset<Row> rows, Map<Integer, Long> rowsRead) {
        this.rows = rows;
        this.rowsRead = rowsRead;
    }

    /** Reads all files, and counts their rows. */
    static LogRows read(SparkSession spark, List<InputFile> files, ReadingRules rules) {
        Dataset<Row> rows =
                spark.createDataFrame(rows(spark, files, rules), LogRow.SCHEMA).persist(StorageLevel.DISK_ONLY());
        return new LogRows(rows, rowsByFile(rows, files));
    }

    private static JavaRDD<Row> rows(SparkSession spark, List<InputFile> files, ReadingRules rules) {
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

    private static Map<Integer, Long> rowsByFile(Dataset<Row> rows, List<InputFile> files) {
        Map<Integer, Long> rowsRead = new HashMap<>();
        if (!files.isEmpty()) {
            rows.groupBy("file").count().collectAsList().forEach(row -> rowsRead.put(row.getInt(0), row.getLong(1)));
        }
        return rowsRead;
    }

    /** Rows of {@link Place#SCHEMA}. */
    Dataset<Row> places() {
        return rows.select(LogRow.placeColumns());
    }

    /** Rows read by the order of their file; files without rows are absent. */
    Map<Integer, Long> rowsRead() {
        return rowsRead;
    }

    /** The rows meant for a table, in its schema. */
    Dataset<Row> rows(LakeTable table) {
        return rows.filter(col("destination").equalTo(table.folder())).select(col(table.folder() + ".*"));
    }

    /** The rows of some of the files, for when the others turn out to be known. */
    LogRows only(List<InputFile> some) {
        return new LogRows(
                rows.filter(col("file")
                        .isInCollection(some.stream().map(InputFile::order).toList())),
                rowsRead);
    }

    @Override
    public void close() {
        rows.unpersist();
    }
}
