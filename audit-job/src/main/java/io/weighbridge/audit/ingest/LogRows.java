package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.LakeTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** The rows of some files: their places, which are kept until this is closed, and the rows for each table on demand. */
final class LogRows implements AutoCloseable {
    private final SparkSession spark;
    private final List<InputFile> files;
    private final LogReader reader;
    private final Dataset<Row> places;
    private final Map<Integer, Long> rowsRead;

    private LogRows(
            SparkSession spark,
            List<InputFile> files,
            LogReader reader,
            Dataset<Row> places,
            Map<Integer, Long> rowsRead) {
        this.spark = spark;
        this.files = files;
        this.reader = reader;
        this.places = places;
        this.rowsRead = rowsRead;
    }

    static LogRows read(SparkSession spark, List<InputFile> files, ReadingRules rules) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        LogReader reader = LogReader.ofPlaces(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(rules));
        Dataset<Row> places = rows(spark, files, reader, Place.SCHEMA).persist(StorageLevel.MEMORY_AND_DISK());
        Map<Integer, Long> rowsRead = new HashMap<>();
        if (!files.isEmpty()) {
            places.groupBy("file").count().collectAsList().forEach(row -> rowsRead.put(row.getInt(0), row.getLong(1)));
        }
        return new LogRows(spark, files, reader, places, rowsRead);
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
        return rows(spark, files, reader.of(table), table.schema());
    }

    /** The same rows without those of other files. */
    LogRows only(List<InputFile> some) {
        if (some.size() == files.size()) {
            return this;
        }
        Object[] orders = some.stream().map(InputFile::order).toArray();
        return new LogRows(spark, some, reader, places.filter(col("file").isin(orders)), rowsRead);
    }

    private static Dataset<Row> rows(SparkSession spark, List<InputFile> files, LogReader reader, StructType schema) {
        if (files.isEmpty()) {
            return spark.createDataFrame(List.of(), schema);
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int tasks = Math.min(files.size(), 2 * context.defaultParallelism());
        return spark.createDataFrame(context.parallelize(files, tasks).flatMap(reader), schema);
    }

    @Override
    public void close() {
        places.unpersist();
    }
}
