package io.weighbridge.routing.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON value (RFC 8259) from UTF-8 bytes. Strict: no comments, no trailing commas, no duplicate fields, numbers
 * must be finite doubles. Bounded before memory is taken: depth, values, numbers, length of strings, memory.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 2_000_000;
    private static final int MAX_NUMBERS = 32_000_000;
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_STRING = 1 << 20;

    /** About what values take on a 64-bit JVM, their places in lists and maps included. */
    private static final int OBJECT_BYTES = 64;

    private static final int FIELD_BYTES = 56;
    private static final int STRING_BYTES = 56;
    private static final int VALUE_BYTES = 24;

    /** Of an element of an array of numbers: eight, and as many that were too much or are copied. */
    private static final int NUMBER_BYTES = 16;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int values;
    private int numbers;
    private final long mostMemory;
    private long memory;

    private JsonReader(byte[] bytes, int from, int to, long mostMemory) {
        this.bytes = bytes;
        this.mostMemory = mostMemory;
        at = from;
        end = to;
    }

    /**
     * Reads the bytes from one position to another, which must hold exactly one value.
     *
     * @param mostMemory bytes of memory that the value may take
     * @throws JsonException naming the byte where the text is not JSON or exceeds a bound
     */
    public static JsonNode read(byte[] bytes, int from, int to, long mostMemory) {
        JsonReader reader = new JsonReader(bytes, from, to, mostMemory);
        reader.skipSpace();
        Object value = reader.value(1);
        reader.skipSpace();
        if (reader.at != to) {
            throw reader.failure("text after the end of the value");
        }
        return JsonNode.root(value);
    }

    private Object value(int depth) {
        if (++values > MAX_VALUES) {
            throw failure("more than " + MAX_VALUES + " values");
        }
        if (depth > MAX_DEPTH) {
            throw failure("nested deeper than " + MAX_DEPTH);
        }
        take(VALUE_BYTES);
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true", Boolean.TRUE);
            case 'f' -> literal("false", Boolean.FALSE);
            case 'n' -> literal("null", JsonNode.NULL);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        take(OBJECT_BYTES);
        Map<String, Object> fields = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (accept('}')) {
            return fields;
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw failure("expected a field name");
            }
            take(FIELD_BYTES);
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (fields.put(name, value(depth + 1)) != null) {
                throw failure("a field occurs twice");
            }
            skipSpace();
        } while (accept(','));
        expect('}');
        return fields;
    }

    /** An array of numbers as {@code double[]}, which takes a tenth of the memory of boxed ones; any other as list. */
    private Object array(int depth) {
        at++;
        skipSpace();
        if (accept(']')) {
            return new double[0];
        }
        return startsNumber(peek()) ? numberArray(depth) : valueArray(depth, new ArrayList<>());
    }

    private Object numberArray(int depth) {
        take(OBJECT_BYTES);
        double[] array = new double[16];
        int count = 0;
        do {
            skipSpace();
            if (!startsNumber(peek())) {
                return valueArray(depth, boxed(array, count));
            }
            if (count == array.length) {
                array = Arrays.copyOf(array, count * 2);
            }
            take(NUMBER_BYTES);
            array[count++] = number();
            skipSpace();
        } while (accept(','));
        expect(']');
        return Arrays.copyOf(array, count);
    }

    private List<Object> boxed(double[] array, int count) {
        take((long) count * VALUE_BYTES);
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(array[i]);
        }
        return elements;
    }

    /** The rest of an array after some elements. */
    private List<Object> valueArray(int depth, List<Object> elements) {
        take(OBJECT_BYTES);
        do {
            skipSpace();
            elements.add(value(depth + 1));
            skipSpace();
        } while (accept(','));
        expect(']');
        return elements;
    }

    private double number() {
        if (++numbers > MAX_NUMBERS) {
            throw failure("more than " + MAX_NUMBERS + " numbers");
        }
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        if (at - start > LONGEST_NUMBER) {
            throw failure("number longer than " + LONGEST_NUMBER + " characters");
        }
        double number = DecimalReader.read(bytes, start, at);
        if (!Double.isFinite(number)) {
            throw failure("number too large for a double");
        }
        return number;
    }

    private void digits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw failure("expected a digit");
        }
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        int begun = at++;
        int start = at;
        while (peek() != '"') {
            int b = bytes[at];
            if (b >= 0 && b < ' ') {
                throw failure("unescaped control character in a string");
            }
            if (at - begun > LONGEST_STRING) {
                throw failure("string longer than " + LONGEST_STRING + " bytes");
            }
            if (b == '\\') {
                text.append(utf8(start, at));
                text.append(escaped());
                start = at;
            } else {
                at++;
            }
        }
        text.append(utf8(start, at));
        at++;
        take(STRING_BYTES + 2L * text.length());
        return text.toString();
    }

    private String utf8(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure("string is not UTF-8");
        }
    }

    private char escaped() {
        at++;
        int escape = peek();
        at++;
        return switch (escape) {
            case '"', '\\', '/' -> (char) escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw failure("unknown escape in a string");
        };
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw failure("expected four hexadecimal digits");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Object literal(String word, Object value) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private static boolean startsNumber(int b) {
        return b == '-' || (b >= '0' && b <= '9');
    }

    private int peek() {
        if (at >= end) {
            throw failure("the text ends early");
        }
        return bytes[at];
    }

    private boolean accept(char expected) {
        boolean accepted = at < end && bytes[at] == expected;
        at += accepted ? 1 : 0;
        return accepted;
    }

    private void expect(char expected) {
        if (!accept(expected)) {
            throw failure(at >= end ? "the text ends early" : "expected '" + expected + "'");
        }
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private void take(long newMemory) {
        memory += newMemory;
        if (memory > mostMemory) {
            throw failure("takes more than " + (mostMemory >> 20) + " MiB of memory, which is all it may");
        }
    }

    private JsonException failure(String what) {
        return new JsonException("byte " + at + ": " + what);
    }
}
