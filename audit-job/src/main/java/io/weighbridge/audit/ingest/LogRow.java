package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.LakeTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * One row that was read: where and what identifies it, in the columns of {@link Place#SCHEMA}, and a column for each table,
 * of which only that of its destination has a value.
 */
final class LogRow {
    private static final List<LakeTable> TABLES = List.of(LakeTable.CALLS, LakeTable.OUTCOMES, LakeTable.QUARANTINE);

    static final StructType SCHEMA = schema();

    private LogRow() {}

    static Row of(Row place, LakeTable destination, Row cells) {
        @Nullable Object[] values = new Object[SCHEMA.length()];
        for (int i = 0; i < place.length(); i++) {
            values[i] = place.get(i);
        }
        values[place.length() + TABLES.indexOf(destination)] = cells;
        return RowFactory.create(values);
    }

    static Column[] placeColumns() {
        return Stream.of(Place.SCHEMA.fieldNames()).map(name -> col(name)).toArray(Column[]::new);
    }

    private static StructType schema() {
        StructType schema = new StructType(Arrays.copyOf(Place.SCHEMA.fields(), Place.SCHEMA.length()));
        for (LakeTable table : TABLES) {
            schema = schema.add(table.folder(), table.schema());
        }
        return schema;
    }
}
