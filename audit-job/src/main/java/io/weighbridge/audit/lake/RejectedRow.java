package io.weighbridge.audit.lake;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A row that broke a rule of its contract and stays out of calls and outcomes.
 *
 * @param path the file as it was given
 * @param field the offending field, or what was being read
 * @param message field, rule and bounded value, as a user reads it
 * @param raw the beginning of the row where text may be kept; else null
 */
public record RejectedRow(
        Origin origin,
        String path,
        String field,
        String message,
        @Nullable String raw) {
    public static final StructType SCHEMA = new StructType()
            .add("file_sha256", StringType, false)
            .add("source", StringType, false)
            .add("line", LongType, false)
            .add("field", StringType, false)
            .add("reason", StringType, false)
            .add("raw", StringType);

    public Row row() {
        return new RowBuilder(SCHEMA)
                .set("file_sha256", origin.fileSha256())
                .set("source", path)
                .set("line", origin.line())
                .set("field", field)
                .set("reason", message)
                .set("raw", raw)
                .build();
    }
}
