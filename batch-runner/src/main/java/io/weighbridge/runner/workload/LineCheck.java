package io.weighbridge.runner.workload;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Checks fields of one line and says where a rule is broken, by field and kind of value, never by its text. */
final class LineCheck {
    private final long line;
    private final @Nullable String customId;

    LineCheck(long line, JsonNode root) {
        this(line, root.path("custom_id").isTextual() ? root.path("custom_id").textValue() : null);
    }

    private LineCheck(long line, @Nullable String customId) {
        this.line = line;
        this.customId = customId == null || customId.length() > 256 ? null : customId;
    }

    LineCheck of(String knownCustomId) {
        return new LineCheck(line, knownCustomId);
    }

    void that(boolean holds, String field, String rule) throws InvalidLineException {
        if (!holds) {
            throw new InvalidLineException(line, customId, field, rule);
        }
    }

    String text(String field, JsonNode value, int longest) throws InvalidLineException {
        that(value.isTextual(), field, "must be text, was " + kind(value));
        String text = value.textValue();
        that(!text.isBlank(), field, "must not be blank");
        that(text.length() <= longest, field, "must have at most " + longest + " characters, had " + text.length());
        return text;
    }

    void equal(String field, JsonNode value, String expected) throws InvalidLineException {
        that(expected.equals(value.textValue()), field, "must be \"" + expected + "\"");
    }

    void count(String field, JsonNode value, long most, String reason) throws InvalidLineException {
        boolean counts = value.isIntegralNumber() && value.canConvertToLong();
        that(counts, field, "must be a whole number" + reason + ", was " + kind(value));
        long number = value.longValue();
        that(number >= 1 && number <= most, field, "must be in [1, " + most + "], was " + number);
    }

    private static String kind(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }
}
