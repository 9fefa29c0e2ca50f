package io.weighbridge.tokenlog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes fields that may be unknown: null writes nothing. Unpaired surrogates become U+FFFD, as UTF-8 cannot hold them. */
final class FieldWriter {
    private final JsonGenerator json;

    FieldWriter(JsonGenerator json) {
        this.json = json;
    }

    void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, wellFormed(value));
        }
    }

    void whole(String name, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }

    void wholeUnlessZero(String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    void instant(String name, @Nullable Instant value) throws IOException {
        text(name, value == null ? null : value.toString());
    }

    void usd(String name, @Nullable Usd value) throws IOException {
        text(name, value == null ? null : value.toString());
    }

    void decimal(String name, @Nullable BigDecimal value) throws IOException {
        text(name, value == null ? null : value.toPlainString());
    }

    /** Writes the array; nothing where it is empty. */
    void texts(String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(wellFormed(value));
            }
            json.writeEndArray();
        }
    }

    /** Writes the object with sorted keys; nothing where it is empty. */
    void textMap(String name, Map<String, String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
                json.writeStringField(wellFormed(entry.getKey()), wellFormed(entry.getValue()));
            }
            json.writeEndObject();
        }
    }

    private static String wellFormed(String text) {
        return hasUnpairedSurrogate(text) ? repaired(text) : text;
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static String repaired(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }
}
