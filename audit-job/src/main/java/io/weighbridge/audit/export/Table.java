package io.weighbridge.audit.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table to hand out.
 *
 * @param rows a cell for each column: text, {@link Long}, money as {@link java.math.BigDecimal}, or null where unknown
 */
record Table(List<Column> columns, List<@Nullable Object[]> rows) {
    /** What a column holds. */
    enum Kind {
        TEXT,
        WHOLE,
        /** US dollars, or another decimal of at most twelve places. */
        DECIMAL
    }

    record Column(String name, Kind kind) {
        static Column text(String name) {
            return new Column(name, Kind.TEXT);
        }

        static Column whole(String name) {
            return new Column(name, Kind.WHOLE);
        }

        static Column decimal(String name) {
            return new Column(name, Kind.DECIMAL);
        }
    }
}
