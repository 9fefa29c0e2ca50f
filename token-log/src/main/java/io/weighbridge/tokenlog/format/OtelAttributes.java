package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Attributes as OTLP JSON spells them, {@code [{"key": k, "value": {"intValue": "7"}}]}, made an ordinary object. */
final class OtelAttributes {
    private OtelAttributes() {}

    /** The attributes of a resource, span, event or log record; also where they already are an ordinary object. */
    static JsonFields of(JsonNode holder) {
        JsonNode attributes = holder.path("attributes");
        return new JsonFields(attributes.isObject() ? attributes : object(attributes));
    }

    private static ObjectNode object(JsonNode pairs) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (JsonNode pair : pairs) {
            object.set(pair.path("key").asText(), value(pair.path("value")));
        }
        return object;
    }

    private static JsonNode value(JsonNode any) {
        for (String scalar : new String[] {"stringValue", "intValue", "doubleValue", "boolValue", "bytesValue"}) {
            if (any.has(scalar)) {
                return any.path(scalar);
            }
        }
        if (any.has("arrayValue")) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            any.path("arrayValue").path("values").forEach(each -> array.add(value(each)));
            return array;
        }
        return any.has("kvlistValue") ? object(any.path("kvlistValue").path("values")) : NullNode.getInstance();
    }
}
