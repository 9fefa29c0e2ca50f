package io.weighbridge.audit.scan;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Hands out the rows of Parquet files in batches of columns, in a Spark task: the reader that Spark's own scans use, without
 * the plan around it. A column that a file does not have is null. Whoever reads a file whole in one task, file after
 * file, can aggregate in primitive arrays, which is several times as fast as rows.
 */
public final class ColumnarReader implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Function1<PartitionedFile, Iterator<InternalRow>> reader;

    private ColumnarReader(Function1<PartitionedFile, Iterator<InternalRow>> reader) {
        this.reader = reader;
    }

    /** @param columns that are read, of simple types or lists of them; a batch has them in this order */
    public static ColumnarReader of(SparkSession spark, StructType columns) {
        ParquetFileFormat format = new ParquetFileFormat();
        if (!format.supportBatch(spark, columns)) {
            throw new IllegalArgumentException(
                    "columns must be of types that are read in batches, were " + columns.simpleString());
        }
        return new ColumnarReader(format.buildReaderWithPartitionValues(
                spark,
                columns,
                new StructType(),
                columns,
                CollectionConverters.asScala(List.<org.apache.spark.sql.sources.Filter>of())
                        .toSeq(),
                scala.collection.immutable.Map$.MODULE$.from(
                        CollectionConverters.asScala(Map.of(FileFormat.OPTION_RETURNING_BATCH(), "true"))),
                new Configuration(spark.sparkContext().hadoopConfiguration())));
    }

    /**
     * Reads a whole file.
     *
     * @param batches receives each batch; it is overwritten by the next
     */
    public void read(String file, long bytes, Consumer<ColumnarBatch> batches) throws IOException {
        PartitionedFile whole = new PartitionedFile(
                InternalRow.empty(),
                SparkPath.fromPath(new Path(file)),
                0,
                bytes,
                new String[0],
                0,
                bytes,
                scala.collection.immutable.Map$.MODULE$.empty());
        Iterator<?> all = reader.apply(whole);
        while (all.hasNext()) {
            batches.accept((ColumnarBatch) all.next());
        }
    }
}
