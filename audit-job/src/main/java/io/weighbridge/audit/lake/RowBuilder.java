package io.weighbridge.audit.lake;

import java.util.BitSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Fills one row of a schema by column name; every column must be set, if only to {@code null}. */
final class RowBuilder {
    private final StructType schema;
    private final @Nullable Object[] cells;
    private final BitSet filled;

    RowBuilder(StructType schema) {
        this.schema = schema;
        this.cells = new Object[schema.length()];
        this.filled = new BitSet(schema.length());
    }

    RowBuilder set(String column, @Nullable Object value) {
        int index = schema.fieldIndex(column);
        cells[index] = value;
        filled.set(index);
        return this;
    }

    Row build() {
        int missing = filled.nextClearBit(0);
        if (missing < schema.length()) {
            throw new IllegalStateException("column " + schema.fields()[missing].name() + " was not set");
        }
        return new GenericRowWithSchema(cells, schema);
    }
}
