package io.weighbridge.audit.lake;

import java.util.List;
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
