package io.weighbridge.tokenlog.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import org.jspecify.annotations.Nullable;

/** An object of counts, read by name. An absent key and an explicit null are both null; a count is a whole number. */
record UsageNode(JsonNode node, String path) {
    private static final int LONGEST_NUMBER = 40;

    /** Inner object; reads as empty where it is absent. */
    UsageNode at(String key) {
        return new UsageNode(node.path(key), path + "." + key);
    }

    boolean isObject() {
        return node.isObject();
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The first of these counts that is there. */
    @Nullable
    Long first(String... keys) {
        for (String key : keys) {
            Long value = whole(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The first of these counts that is there, or 0. */
    long orZero(String... keys) {
        Long value = first(keys);
        return value == null ? 0 : value;
    }

    /** The sum of one count over the objects of an array whose text field has this value, in any letter case. */
    long sumWhere(String array, String field, String value, String count) {
        long sum = 0;
        int index = 0;
        for (JsonNode element : node.path(array)) {
            UsageNode part = new UsageNode(element, path + "." + array + "[" + index++ + "]");
            if (element.path(field).asText("").equalsIgnoreCase(value)) {
                sum += part.orZero(count);
            }
        }
        return sum;
    }

    private @Nullable Long whole(String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return whole(path + "." + key, value);
    }

    /** @throws InvalidRecordException naming the field if the value is not a whole number from 0 to a billion */
    static long whole(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidRecordException(field, "must be a whole number", described(value));
        }
        long count = value.longValue();
        if (count < 0 || count > 1_000_000_000L) {
            throw new InvalidRecordException(field, "must be from 0 to 1000000000", Long.toString(count));
        }
        return count;
    }

    private static String described(JsonNode value) {
        if (!value.isNumber()) {
            return "another value";
        }
        String text = value.asText();
        return text.length() <= LONGEST_NUMBER ? text : "a longer number";
    }
}
