package io.weighbridge.tokenlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a call as its source gave it, for whoever doubts what was made of it: compact JSON with sorted keys. Only numbers
 * and booleans are kept, under names as providers write them, at most four objects deep and 4,096 characters long, so that no
 * word of a prompt can hide in it.
 */
public final class RawUsage {
    private static final int LONGEST_NAME = 64;
    private static final int DEEPEST = 4;
    private static final int LONGEST = 4096;

    private RawUsage() {}

    /** Null where nothing is left. */
    public static @Nullable String of(JsonNode usage) {
        ObjectNode kept = kept(usage, DEEPEST);
        String json = kept.toString();
        return kept.isEmpty() || json.length() > LONGEST ? null : json;
    }

    private static ObjectNode kept(JsonNode object, int depth) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = entry.getValue();
            JsonNode keptValue = value.isObject() && depth > 1 ? kept(value, depth - 1) : value;
            boolean isKept =
                    keptValue.isNumber() || keptValue.isBoolean() || keptValue.isObject() && !keptValue.isEmpty();
            if (isKept && (!value.isObject() || depth > 1) && isName(entry.getKey())) {
                sorted.put(entry.getKey(), keptValue);
            }
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        sorted.forEach(kept::set);
        return kept;
    }

    /** A letter, then letters, digits, "_" and "."; a regular expression of the same took a twentieth of an ingest. */
    private static boolean isName(String key) {
        if (key.isEmpty() || key.length() > LONGEST_NAME || !isLetter(key.charAt(0))) {
            return false;
        }
        for (int i = 1; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
