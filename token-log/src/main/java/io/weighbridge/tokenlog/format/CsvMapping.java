package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table mean (FORMAT.md, "CSV mapping").
 *
 * @param name the mapping file, for messages
 * @param delimiter between cells
 * @param zone of times that name none; null refuses them
 * @param fields where each field of the canonical call comes from; labels are "label.KEY"
 */
public record CsvMapping(
        String name, char delimiter, @Nullable ZoneId zone, Map<String, FieldSource> fields) {

    private static final String FORMAT = "weighbridge-mapping/1";
    private static final List<String> KEYS = List.of("format", "comment", "delimiter", "time_zone", "fields");
    private static final List<String> REQUIRED = List.of("source", "occurred_at", "requested_model");

    public CsvMapping {
        fields = Map.copyOf(fields);
    }

    /**
     * Reads a mapping from its tree, be it parsed from JSON or from YAML.
     *
     * @throws InvalidMappingException naming the mapping, key, rule and value
     */
    public static CsvMapping of(String name, JsonNode tree) {
        MappingKeys keys = new MappingKeys(name, "", tree);
        keys.refuseOthers(KEYS);
        if (!FORMAT.equals(keys.text("format"))) {
            throw keys.invalid("format", "must be \"" + FORMAT + "\"", String.valueOf(keys.text("format")));
        }
        CsvMapping mapping = new CsvMapping(name, delimiter(keys), zone(keys), fields(name, tree.path("fields")));
        mapping.requireFields();
        return mapping;
    }

    /** @throws InvalidMappingException if a field names a column that the table does not have */
    void requireColumns(List<String> columns) {
        new TreeMap<>(fields).forEach((field, source) -> {
            for (String column : source.columns()) {
                if (!columns.contains(column)) {
                    throw new InvalidMappingException(
                            name, "fields." + field, "must name a column of the file", column);
                }
            }
        });
    }

    private void requireFields() {
        for (String field : REQUIRED) {
            if (!fields.containsKey(field)) {
                throw new InvalidMappingException(name, "fields." + field, "is required", "absent");
            }
        }
    }

    private static Map<String, FieldSource> fields(String name, JsonNode tree) {
        Map<String, FieldSource> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String key = "fields." + entry.getKey();
            if (!CallFields.isField(entry.getKey())) {
                throw new InvalidMappingException(name, key, "must be a field of the canonical call", "unknown");
            }
            fields.put(entry.getKey(), FieldSource.of(name, entry.getKey(), entry.getValue()));
        }
        return fields;
    }

    private static char delimiter(MappingKeys keys) {
        String delimiter = keys.text("delimiter");
        if (delimiter == null) {
            return ',';
        }
        if (delimiter.length() != 1 || delimiter.charAt(0) == '"' || delimiter.charAt(0) == '\n') {
            throw keys.invalid("delimiter", "must be one character other than a quote or line feed", delimiter);
        }
        return delimiter.charAt(0);
    }

    private static @Nullable ZoneId zone(MappingKeys keys) {
        String zone = keys.text("time_zone");
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw keys.invalid("time_zone", "must be a zone such as UTC or America/Toronto", String.valueOf(zone));
        }
    }
}
