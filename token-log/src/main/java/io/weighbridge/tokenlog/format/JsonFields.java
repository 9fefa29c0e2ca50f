package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a JSON object of somebody else's format. Exports spell one field in several ways, so each question takes all
 * spellings and answers with the first that has a value; null, blank and absent are the same. Columns of JSON come as
 * JSON or as a string that holds JSON.
 */
record JsonFields(JsonNode object) {
    static final JsonFields NONE = new JsonFields(MissingNode.getInstance());

    /** A number or text as text; null where there is none. */
    @Nullable
    String text(String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    String requiredText(String... names) {
        String value = text(names);
        if (value == null) {
            throw new InvalidRecordException(names[0], "is required", "absent");
        }
        return value;
    }

    @Nullable
    BigDecimal decimal(String... names) {
        String value = text(names);
        return value == null ? null : Decimals.parse(names[0], value);
    }

    /** A whole number, also one written as "417" or 417.0. */
    @Nullable
    Long whole(String... names) {
        BigDecimal value = decimal(names);
        return value == null ? null : TableNumbers.exact(names[0], value);
    }

    @Nullable
    Instant time(ZoneId zone, String... names) {
        String value = text(names);
        return value == null ? null : Timestamps.parse(names[0], value, zone);
    }

    Instant requiredTime(ZoneId zone, String... names) {
        return Timestamps.parse(names[0], requiredText(names), zone);
    }

    /** The value as JSON, missing where there is none. A string is parsed if it holds an object or an array. */
    JsonNode json(String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isTextual() && !value.textValue().isBlank()) {
                return looksLikeJson(value.textValue()) ? parsed(value) : value;
            }
            if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
                return value;
            }
        }
        return MissingNode.getInstance();
    }

    /** The fields of an object inside this one; none where it is absent. */
    JsonFields inside(String... names) {
        return new JsonFields(json(names));
    }

    private static boolean looksLikeJson(String text) {
        char first = text.stripLeading().charAt(0);
        return first == '{' || first == '[';
    }

    /** A prompt may begin like JSON and be none; then it is text. */
    private static JsonNode parsed(JsonNode text) {
        try {
            return StrictJson.node(text.textValue(), "value");
        } catch (InvalidRecordException e) {
            return text;
        }
    }
}
