package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of one field comes from: a constant, a column, or several columns joined.
 *
 * @param columns in the order in which they are joined; empty for a constant
 * @param joinedBy between the parts of a joined value
 * @param constant the same value for every row; null where there are columns
 * @param unit of the column's numbers; null is the field's own
 * @param values translation of the column's values; empty takes them as they are
 */
record FieldSource(
        List<String> columns,
        String joinedBy,
        @Nullable String constant,
        @Nullable String unit,
        Map<String, String> values) {

    private static final List<String> KEYS = List.of("column", "columns", "joined_by", "constant", "unit", "values");

    FieldSource {
        columns = List.copyOf(columns);
        values = Map.copyOf(values);
    }

    /** Reads {@code "column"} or {@code {"column": …}}, {@code {"columns": […], "joined_by": "/"}}, {@code {"constant": …}}. */
    static FieldSource of(String mapping, String field, JsonNode tree) {
        if (tree.isTextual()) {
            return new FieldSource(List.of(tree.textValue()), "", null, null, Map.of());
        }
        MappingKeys keys = new MappingKeys(mapping, "fields." + field + ".", tree);
        keys.refuseOthers(KEYS);
        String column = keys.text("column");
        List<String> columns = column == null ? keys.texts("columns") : List.of(column);
        String constant = keys.text("constant");
        if (columns.isEmpty() == (constant == null)) {
            throw new InvalidMappingException(
                    mapping, "fields." + field, "must name either columns or a constant", "both or neither");
        }
        String unit = keys.text("unit");
        if (unit != null && !FieldUnit.of(field).contains(unit)) {
            throw keys.invalid("unit", "must be one of " + FieldUnit.of(field), unit);
        }
        String joinedBy = keys.text("joined_by");
        return new FieldSource(columns, joinedBy == null ? "/" : joinedBy, constant, unit, keys.textMap("values"));
    }

    /** The row's value; null where its cells are empty. */
    @Nullable
    String value(String field, Map<String, String> cells) {
        if (constant != null) {
            return constant;
        }
        List<String> parts = columns.stream()
                .map(column -> Objects.requireNonNullElse(cells.get(column), ""))
                .toList();
        if (parts.stream().allMatch(String::isEmpty)) {
            return null;
        }
        return translated(field, parts.stream().collect(Collectors.joining(joinedBy)));
    }

    private String translated(String field, String value) {
        if (values.isEmpty()) {
            return value;
        }
        String translation = values.get(value);
        if (translation == null) {
            throw new InvalidRecordException(field, "must be among the values that the mapping translates", value);
        }
        return translation;
    }
}
