package io.weighbridge.audit.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** Where each column of a schema stands, looked up once for all rows; a schema itself takes ten times as long to say. */
final class RowLayout {
    private final StructType schema;
    private final Map<String, Integer> positions = new HashMap<>();

    RowLayout(StructType schema) {
        this.schema = schema;
        for (String column : schema.fieldNames()) {
            positions.put(column, positions.size());
        }
    }

    RowBuilder newRow() {
        return new RowBuilder(this);
    }

    StructType schema() {
        return schema;
    }

    /** @throws IllegalArgumentException if there is no such column */
    int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new IllegalArgumentException("there is no column " + column);
        }
        return position;
    }
}
