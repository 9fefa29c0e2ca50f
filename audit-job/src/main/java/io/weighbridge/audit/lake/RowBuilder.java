package io.weighbridge.audit.lake;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Fills one row of a schema by column name; every column must be set, if only to {@code null}. */
final class RowBuilder {
    private final RowLayout layout;
    private final @Nullable Object[] cells;
    private final boolean[] filled;

    RowBuilder(RowLayout layout) {
        this.layout = layout;
        this.cells = new Object[layout.schema().length()];
        this.filled = new boolean[cells.length];
    }

    RowBuilder set(String column, @Nullable Object value) {
        int position = layout.position(column);
        cells[position] = value;
        filled[position] = true;
        return this;
    }

    Row build() {
        StructType schema = layout.schema();
        for (int i = 0; i < filled.length; i++) {
            if (!filled[i]) {
                throw new IllegalStateException("column " + schema.fields()[i].name() + " was not set");
            }
        }
        return new GenericRowWithSchema(cells, schema);
    }
}
