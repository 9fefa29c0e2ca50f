package io.weighbridge.audit.lake;

import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one row by column name. A {@code null} answer is an unknown value; the methods with a required value
 * fail on it.
 */
public record Cells(Row row) {
    public String text(String column) {
        return Objects.requireNonNull(textOrNull(column), column);
    }

    public @Nullable String textOrNull(String column) {
        return (String) row.getAs(column);
    }

    public long whole(String column) {
        return Objects.requireNonNull(wholeOrNull(column), column);
    }

    public @Nullable Long wholeOrNull(String column) {
        return (Long) row.getAs(column);
    }

    public @Nullable Integer smallOrNull(String column) {
        return (Integer) row.getAs(column);
    }

    public double real(String column) {
        return Objects.requireNonNull(realOrNull(column), column);
    }

    public @Nullable Double realOrNull(String column) {
        return (Double) row.getAs(column);
    }

    public boolean flag(String column) {
        return Objects.requireNonNull((Boolean) row.getAs(column), column);
    }

    public Instant instant(String column) {
        return Objects.requireNonNull(instantOrNull(column), column);
    }

    public @Nullable Instant instantOrNull(String column) {
        return (Instant) row.getAs(column);
    }

    /** An amount from a column of picodollars. */
    public @Nullable Usd usdOrNull(String column) {
        Long picodollars = wholeOrNull(column);
        return picodollars == null ? null : new Usd(picodollars);
    }

    public Map<String, String> map(String column) {
        return row.getJavaMap(row.fieldIndex(column));
    }

    public <T> List<T> list(String column) {
        return Objects.requireNonNull(this.<T>listOrNull(column), column);
    }

    public <T> @Nullable List<T> listOrNull(String column) {
        int index = row.fieldIndex(column);
        return row.isNullAt(index) ? null : row.getList(index);
    }
}
