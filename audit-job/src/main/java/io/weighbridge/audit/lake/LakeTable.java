package io.weighbridge.audit.lake;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Delta tables of a lake: folder, schema, partition columns. */
public enum LakeTable {
    CALLS("calls", CallTable.SCHEMA, List.of("day")),
    OUTCOMES("outcomes", OutcomeTable.SCHEMA, List.of()),
    QUARANTINE("quarantine", RejectedRow.SCHEMA, List.of()),
    SOURCES("sources", IngestedFile.SCHEMA, List.of());

    private final String folder;
    private final StructType schema;
    private final List<String> partitionColumns;

    LakeTable(String folder, StructType schema, List<String> partitionColumns) {
        this.folder = folder;
        this.schema = schema;
        this.partitionColumns = partitionColumns;
    }

    /** The rows of a table that may be older than some of the columns, which are null there. */
    Dataset<Row> complete(Dataset<Row> rows) {
        Dataset<Row> complete = rows;
        List<String> present = List.of(rows.columns());
        for (StructField column : schema.fields()) {
            if (!present.contains(column.name())) {
                complete = complete.withColumn(column.name(), lit(null).cast(column.dataType()));
            }
        }
        return complete;
    }

    public String folder() {
        return folder;
    }

    public StructType schema() {
        return schema;
    }

    public List<String> partitionColumns() {
        return partitionColumns;
    }
}
