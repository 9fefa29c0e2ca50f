package io.weighbridge.tokenlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read by name and type. An absent key is null; an explicit JSON null is refused,
 * because the contracts spell "unknown" by leaving the key out. Wrong types are named by their kind, never quoted.
 */
final class ObjectFields {
    private final ObjectNode object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    /** @param path prefix of field names in messages, as in "decision."; empty at the top */
    ObjectFields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * Reads the format key, as in "weighbridge-call/1".
     *
     * @param what the thing's name in the message "Unsupported call format 3; this build reads 1"
     */
    void requireFormat(String name, String what, int version) {
        String format = requiredText("format");
        String prefix = name + "/";
        if (!format.startsWith(prefix)) {
            throw new InvalidRecordException("format", "must be \"" + prefix + version + "\"", format);
        }
        if (!format.equals(prefix + version)) {
            throw new InvalidRecordException(
                    "format",
                    "must be \"" + prefix + version + "\"",
                    format,
                    "Unsupported " + what + " format " + format.substring(prefix.length()) + "; this build reads "
                            + version);
        }
    }

    @Nullable
    String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongKind(name, "must be a string", value);
        }
        return value.textValue();
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    @Nullable
    Long whole(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw wrongKind(name, "must be a whole number", value);
        }
        if (!value.canConvertToLong()) {
            throw new InvalidRecordException(path + name, "must fit 64 bits", value.asText());
        }
        return value.longValue();
    }

    long requiredWhole(String name) {
        Long value = whole(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    long wholeOr(String name, long otherwise) {
        Long value = whole(name);
        return value == null ? otherwise : value;
    }

    @Nullable
    Integer smallWhole(String name) {
        Long value = whole(name);
        if (value == null) {
            return null;
        }
        if (value != value.intValue()) {
            throw new InvalidRecordException(path + name, "must fit 32 bits", value.toString());
        }
        return value.intValue();
    }

    double requiredNumber(String name) {
        Double value = number(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    @Nullable
    Double number(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isNumber()) {
            throw wrongKind(name, "must be a number", value);
        }
        return value == null ? null : (Double) value.doubleValue();
    }

    @Nullable
    BigDecimal decimal(String name) {
        String value = text(name);
        return value == null ? null : Decimals.parse(path + name, value);
    }

    @Nullable
    Usd usd(String name) {
        BigDecimal value = decimal(name);
        return value == null ? null : Decimals.usd(path + name, value);
    }

    @Nullable
    Instant instant(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return InstantRange.check(path + name, Instant.parse(value));
        } catch (DateTimeParseException e) {
            throw new InvalidRecordException(
                    path + name, "must be an ISO-8601 time such as 2026-10-31T07:35:00Z", value);
        }
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrongKind(name, "must be true or false", value);
        }
        return value.booleanValue();
    }

    @Nullable
    ObjectFields fields(String name) {
        JsonNode value = value(name);
        return value == null ? null : new ObjectFields(StrictJson.object(value, path + name), path + name + ".");
    }

    /** The objects of an array; empty where the key is absent. */
    List<ObjectFields> objects(String name) {
        List<ObjectFields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            String place = path + name + "[" + objects.size() + "]";
            objects.add(new ObjectFields(StrictJson.object(element, place), place + "."));
        }
        return objects;
    }

    /** The strings of an array; empty where the key is absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw wrongKind(name + "[" + texts.size() + "]", "must be a string", element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** An object whose values are all strings; empty where the key is absent. */
    Map<String, String> textMap(String name) {
        JsonNode value = value(name);
        Map<String, String> map = new TreeMap<>();
        if (value != null) {
            for (Map.Entry<String, JsonNode> entry :
                    StrictJson.object(value, path + name).properties()) {
                if (!entry.getValue().isTextual()) {
                    throw wrongKind(name, "must have string values only", entry.getValue());
                }
                map.put(entry.getKey(), entry.getValue().textValue());
            }
        }
        return map;
    }

    boolean hasAny(String... names) {
        for (String name : names) {
            if (object.has(name)) {
                return true;
            }
        }
        return false;
    }

    /** Refuses keys that nothing has asked for: a misspelt field must not become an absent one. */
    void refuseOthers() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!read.contains(name)) {
                throw new InvalidRecordException(path + name, "is not a field of this format", "present");
            }
        }
    }

    InvalidRecordException missing(String name) {
        return new InvalidRecordException(path + name, "is required", "absent");
    }

    private JsonNode array(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return MissingNode.getInstance();
        }
        if (!value.isArray()) {
            throw wrongKind(name, "must be an array", value);
        }
        return value;
    }

    private @Nullable JsonNode value(String name) {
        read.add(name);
        return object.get(name);
    }

    private InvalidRecordException wrongKind(String name, String rule, JsonNode value) {
        return new InvalidRecordException(path + name, rule, StrictJson.kind(value));
    }
}
