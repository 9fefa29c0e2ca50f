package io.weighbridge.audit.scan;

import java.util.Arrays;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of texts as {@link TextIds}. Where the file has a dictionary, each of its entries is looked up once a batch, and a row costs
 * two array reads.
 */
public final class TextColumn {
    private static final int UNKNOWN = -1;

    private final TextIds ids;
    private int[] idOfCode = new int[64];
    private @Nullable ColumnVector vector;
    private @Nullable WritableColumnVector codes;

    public TextColumn(TextIds ids) {
        this.ids = ids;
    }

    /** Turns to the next batch. */
    public void turnTo(ColumnVector column) {
        vector = column;
        codes = column instanceof WritableColumnVector written && written.hasDictionary()
                ? written.getDictionaryIds()
                : null;
        Arrays.fill(idOfCode, UNKNOWN);
    }

    public int id(int row) {
        ColumnVector column = vector;
        if (column == null || column.isNullAt(row)) {
            return TextIds.NONE;
        }
        return codes == null ? ids.id(column.getUTF8String(row)) : id(column, codes.getInt(row), row);
    }

    private int id(ColumnVector column, int code, int row) {
        if (code >= idOfCode.length) {
            int known = idOfCode.length;
            idOfCode = Arrays.copyOf(idOfCode, Math.max(code + 1, 2 * known));
            Arrays.fill(idOfCode, known, idOfCode.length, UNKNOWN);
        }
        int id = idOfCode[code];
        if (id == UNKNOWN) {
            id = ids.id(column.getUTF8String(row));
            idOfCode[code] = id;
        }
        return id;
    }
}
