package io.weighbridge.routing.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON with one field per line, arrays of numbers on one. Equal values are written alike on every platform;
 * doubles in the fewest digits, 1 to 17, whose rounding reads back as the same double.
 */
public final class JsonWriter {
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private boolean first = true;

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** Begins an element of an array on a line of its own. */
    public JsonWriter element() {
        newLine();
        return this;
    }

    /** Begins a field of an object. */
    public JsonWriter field(String name) {
        newLine();
        string(name);
        text.append(": ");
        return this;
    }

    public JsonWriter string(@Nullable String value) {
        if (value == null) {
            text.append("null");
            return this;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
        text.append('"');
        return this;
    }

    public JsonWriter integer(long value) {
        text.append(value);
        return this;
    }

    public JsonWriter bool(boolean value) {
        text.append(value);
        return this;
    }

    public JsonWriter nothing() {
        text.append("null");
        return this;
    }

    /** @throws IllegalArgumentException if the value is not finite */
    public JsonWriter number(double value) {
        text.append(shortest(value));
        return this;
    }

    public JsonWriter numbers(double[] values) {
        text.append('[');
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",").append(shortest(values[i]));
        }
        text.append(']');
        return this;
    }

    public JsonWriter integers(int[] values) {
        text.append('[');
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",").append(values[i]);
        }
        text.append(']');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private JsonWriter begin(char bracket) {
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    private JsonWriter end(char bracket) {
        depth--;
        if (!first) {
            text.append('\n').append(" ".repeat(depth));
        }
        text.append(bracket);
        first = false;
        return this;
    }

    private void newLine() {
        text.append(first ? "\n" : ",\n").append(" ".repeat(depth));
        first = false;
    }

    /** Everything outside printable ASCII is escaped, so that the file survives any transport of text. */
    private void escape(char c) {
        if (c == '"' || c == '\\') {
            text.append('\\').append(c);
        } else if (c == '\n') {
            text.append("\\n");
        } else if (c < ' ' || c > '~') {
            String hex = Integer.toHexString(c);
            text.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
        } else {
            text.append(c);
        }
    }

    /** {@link Double#toString} is the shortest only from Java 19 on, so it cannot be used for a format. */
    static String shortest(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return value == 0 && 1 / value < 0 ? "-0.0" : Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros().toString();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).toString();
    }
}
