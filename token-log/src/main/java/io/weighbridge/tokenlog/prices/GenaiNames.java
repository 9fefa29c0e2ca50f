package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The names that a match rule of genai-prices accepts, as patterns of the price book.
 *
 * @param leftOut rules that no pattern can say (regular expressions, conjunctions)
 */
record GenaiNames(List<String> patterns, List<String> leftOut) {
    static GenaiNames of(JsonNode rule) {
        GenaiNames names = new GenaiNames(new ArrayList<>(), new ArrayList<>());
        names.add(rule);
        return names;
    }

    private void add(JsonNode rule) {
        for (Map.Entry<String, JsonNode> part : rule.properties()) {
            String text = part.getValue().asText();
            switch (part.getKey()) {
                case "or" -> part.getValue().forEach(this::add);
                case "equals" -> patterns.add(text);
                case "starts_with" -> patterns.add(text + "*");
                case "ends_with" -> patterns.add("*" + text);
                case "contains" -> patterns.add("*" + text + "*");
                default -> leftOut.add("match." + part.getKey());
            }
        }
    }
}
