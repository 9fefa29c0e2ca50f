package io.weighbridge.audit.scan;

import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of whole numbers to be added up, decoded once a batch: what is unknown adds nothing. */
public final class LongColumn {
    private long[] values = new long[0];

    /** Turns to the next batch; whether it has a value at all. */
    public boolean turnTo(ColumnVector column, int rows) {
        if (column.numNulls() == rows) {
            return false;
        }
        if (values.length < rows) {
            values = new long[rows];
        }
        if (column.hasNull()) {
            for (int row = 0; row < rows; row++) {
                values[row] = column.isNullAt(row) ? 0 : column.getLong(row);
            }
        } else {
            for (int row = 0; row < rows; row++) {
                values[row] = column.getLong(row);
            }
        }
        return true;
    }

    /** Of the batch's rows, and beyond them anything; valid until the next batch. */
    public long[] values() {
        return values;
    }
}
