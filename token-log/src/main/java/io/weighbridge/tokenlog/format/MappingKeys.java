package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of one object of a mapping file, read by name; every error names file, key, rule and value. */
final class MappingKeys {
    private final String mapping;
    private final String path;
    private final JsonNode tree;

    /** @param path prefix of keys in messages, as in "fields.task."; empty at the top */
    MappingKeys(String mapping, String path, JsonNode tree) {
        this.mapping = mapping;
        this.path = path;
        this.tree = tree;
        if (!tree.isObject()) {
            throw new InvalidMappingException(
                    mapping,
                    path.isEmpty() ? "mapping" : path.substring(0, path.length() - 1),
                    "must be an object",
                    tree.getNodeType().toString());
        }
    }

    void refuseOthers(List<String> known) {
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            if (!known.contains(entry.getKey())) {
                throw invalid(entry.getKey(), "must be one of " + known, "unknown");
            }
        }
    }

    @Nullable
    String text(String key) {
        JsonNode value = tree.path(key);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isValueNode() || value.isNull()) {
            throw invalid(key, "must be a text", value.getNodeType().toString());
        }
        return value.asText();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        JsonNode value = tree.path(key);
        if (!value.isMissingNode() && !value.isArray()) {
            throw invalid(key, "must be a list", value.getNodeType().toString());
        }
        for (JsonNode element : value) {
            texts.add(element.asText());
        }
        return texts;
    }

    Map<String, String> textMap(String key) {
        Map<String, String> map = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : tree.path(key).properties()) {
            map.put(entry.getKey(), entry.getValue().asText());
        }
        return map;
    }

    InvalidMappingException invalid(String key, String rule, String value) {
        return new InvalidMappingException(mapping, path + key, rule, value);
    }
}
