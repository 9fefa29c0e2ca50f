package io.weighbridge.audit.lake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A row that broke a rule of its contract and stays out of calls and outcomes.
 *
 * @param path the file as it was given
 * @param field the offending field; "row" or "file" where it is the whole
 * @param rule what must hold
 * @param value the offending value, bounded, never prompt or response text
 */
public record RejectedRow(Origin origin, String path, String field, String rule, String value) {
    public static final StructType SCHEMA = new StructType()
            .add("file_sha256", StringType, false)
            .add("line", LongType, false)
            .add("source", StringType, false)
            .add("field", StringType, false)
            .add("rule", StringType, false)
            .add("value", StringType, false);

    private static final RowLayout LAYOUT = new RowLayout(SCHEMA);

    public Row row() {
        return LAYOUT.newRow()
                .set("file_sha256", origin.fileSha256())
                .set("line", origin.line())
                .set("source", path)
                .set("field", field)
                .set("rule", rule)
                .set("value", value)
                .build();
    }
}
