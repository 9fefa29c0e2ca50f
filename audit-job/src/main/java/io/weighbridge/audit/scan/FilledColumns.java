package io.weighbridge.audit.scan;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * What the footer of a Parquet file says before any row is read.
 *
 * @param names of the columns that have a value, or may have one
 */
public record FilledColumns(int rows, Set<String> names) {
    public FilledColumns {
        names = Set.copyOf(names);
    }

    public static FilledColumns of(String file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), hadoop))) {
            Set<String> names = new HashSet<>();
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                for (ColumnChunkMetaData column : block.getColumns()) {
                    if (mayHaveValues(column)) {
                        names.add(column.getPath().toDotString());
                    }
                }
            }
            return new FilledColumns(Math.toIntExact(reader.getRecordCount()), names);
        }
    }

    private static boolean mayHaveValues(ColumnChunkMetaData column) {
        Statistics<?> statistics = column.getStatistics();
        return statistics == null || !statistics.isNumNullsSet() || statistics.getNumNulls() < column.getValueCount();
    }
}
