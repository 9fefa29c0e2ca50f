package io.weighbridge.audit.scan;

import java.util.Objects;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** A column of lists of whole numbers, read without making an object of a list. */
public final class WholeNumberLists {
    private @Nullable WritableColumnVector lists;

    /** Turns to the next batch. */
    public void turnTo(ColumnVector column) {
        lists = column instanceof WritableColumnVector written ? written : null;
    }

    /** How many numbers the list of a row has; 0 where there is none. */
    public int length(int row) {
        return lists == null || lists.isNullAt(row) ? 0 : lists.getArrayLength(row);
    }

    /** @param index below the length */
    public long number(int row, int index) {
        WritableColumnVector column = Objects.requireNonNull(lists);
        return column.getChild(0).getLong(column.getArrayOffset(row) + index);
    }
}
