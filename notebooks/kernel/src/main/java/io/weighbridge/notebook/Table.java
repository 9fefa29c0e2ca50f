package io.weighbridge.notebook;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query.
 *
 * @param columns names, in order
 * @param rows values in the order of the columns; null is SQL's NULL
 */
public record Table(List<String> columns, List<List<@Nullable Object>> rows) {
    static Table of(ResultSet result) throws SQLException {
        ResultSetMetaData shape = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= shape.getColumnCount(); column++) {
            columns.add(shape.getColumnLabel(column));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            Object[] row = new Object[columns.size()];
            for (int column = 0; column < row.length; column++) {
                row[column] = result.getObject(column + 1);
            }
            rows.add(Collections.unmodifiableList(Arrays.asList(row)));
        }
        return new Table(List.copyOf(columns), List.copyOf(rows));
    }

    /** The values of one column. */
    public List<@Nullable Object> column(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("column: must be one of " + columns + ", was " + name);
        }
        return rows.stream()
                .map(row -> row.get(index))
                .collect(Collectors.collectingAndThen(Collectors.toList(), Collections::unmodifiableList));
    }

    /** The values of one column as text. */
    public List<String> texts(String name) {
        return column(name).stream().map(Table::text).toList();
    }

    /** The values of one column of numbers; NULL is NaN, which charts leave out. */
    public List<Double> numbers(String name) {
        return column(name).stream()
                .map(value -> value == null ? Double.NaN : new BigDecimal(text(value)).doubleValue())
                .toList();
    }

    /** The only value of a table with one row and one column. */
    public @Nullable Object value() {
        if (rows.size() != 1 || columns.size() != 1) {
            throw new IllegalStateException(
                    "must have one row and one column, has " + rows.size() + " and " + columns.size());
        }
        return rows.get(0).get(0);
    }

    String toHtml() {
        return "<table>" + row("th", columns)
                + rows.stream().map(row -> row("td", row)).collect(Collectors.joining()) + "</table>";
    }

    /** Logs hold hostile text: every value is escaped. */
    private static String row(String cell, List<?> values) {
        return values.stream()
                .map(value -> "<" + cell + ">" + escaped(text(value)) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** NULL is empty, and numbers have no exponent. */
    private static String text(@Nullable Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            return BigDecimal.valueOf(number).toPlainString();
        }
        return value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value, "");
    }

    @Override
    public String toString() {
        return String.join("\t", columns) + "\n"
                + rows.stream()
                        .map(row -> row.stream().map(Table::text).collect(Collectors.joining("\t")))
                        .collect(Collectors.joining("\n"));
    }
}
