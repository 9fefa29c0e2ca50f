package io.weighbridge.routing.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    private static final long MOST_MEMORY = 64 << 20;

    @Test
    void valuesAreReadByPath() {
        JsonNode root = read(" {\"a\": [1, -2.5e-3], \"b\": {\"c\": \"x\\n\\u00e9\\\"\", \"d\": null, \"e\": true}} ");
        assertArrayEquals(new double[] {1, -0.0025}, root.field("a").numbers());
        assertEquals("x\n\u00E9\"", root.field("b").field("c").text());
        assertEquals(true, root.field("b").field("d").isNull());
        assertEquals(true, root.field("b").field("e").bool());
        assertEquals("b.c", root.field("b").field("c").path());
    }

    @Test
    void arraysAndMapsAreConverted() {
        assertEquals(List.of("x", "y"), read("[\"x\", \"y\"]").list(JsonNode::text));
        assertEquals(List.of(1.0, 2.0), read("[1, 2]").list(JsonNode::number));
        assertEquals(List.of(), read("[]").list(JsonNode::text));
        assertEquals(
                List.of(OptionalDouble.of(1), OptionalDouble.of(2), OptionalDouble.empty(), OptionalDouble.of(3)),
                read("[1, 2, null, 3]").list(JsonNode::optionalNumber));
        assertEquals(Map.of("k", 2.0), read("{\"k\": 2}").map(JsonNode::number));
    }

    @Test
    void whatIsNotJsonIsRefusedAtItsByte() {
        assertRefused("byte 0: the text ends early", "");
        assertRefused("byte 1: the text ends early", "[");
        assertRefused("byte 3: expected a digit", "[1,]");
        assertRefused("byte 3: expected ']'", "[1 2]");
        assertRefused("byte 5: text after the end of the value", "null x");
        assertRefused("byte 1: text after the end of the value", "01");
        assertRefused("byte 1: the text ends early", "{");
        assertRefused("byte 1: expected a digit", "-");
        assertRefused("byte 0: expected a digit", "NaN");
        assertRefused("byte 1: expected 'r'", "tttt");
        assertRefused("byte 1: expected a field name", "{a: 1}");
        assertRefused("byte 3: unknown escape in a string", "\"\\x\"");
        assertRefused("byte 4: expected four hexadecimal digits", "\"\\u0g\"");
        assertRefused("byte 1: unescaped control character in a string", "\"\t\"");
        assertRefused("byte 12: a field occurs twice", "{\"a\":1,\"a\":2}");
    }

    @Test
    void stringsMustBeUtf8() {
        byte[] bytes = "\"\u00E9\"".getBytes(ISO_8859_1);
        assertEquals(
                "byte 2: string is not UTF-8",
                assertThrows(JsonException.class, () -> JsonReader.read(bytes, 0, bytes.length, MOST_MEMORY))
                        .getMessage());
    }

    @Test
    void numbersMustFitADouble() {
        assertRefused("byte 5: number too large for a double", "1e999");
        assertRefused("byte 70: number longer than 64 characters", "1".repeat(70));
        assertEquals(0, read("1e-999").number());
    }

    @Test
    void memoryAndStringsAreBounded() {
        byte[] many = ("[" + "1,".repeat(100_000) + "1]").getBytes(UTF_8);
        assertEquals(100_001, JsonReader.read(many, 0, many.length, 2 << 20).numbers().length);
        JsonException refused = assertThrows(JsonException.class, () -> JsonReader.read(many, 0, many.length, 1 << 20));
        assertTrue(String.valueOf(refused.getMessage())
                .endsWith(": takes more than 1 MiB of memory, which is all it may"));
        assertRefused("byte 1048577: string longer than 1048576 bytes", '"' + "x".repeat(2_000_000) + '"');
    }

    @Test
    void depthIsBounded() {
        assertEquals(List.of(), deepest(read("[".repeat(32) + "]".repeat(32)), 31));
        assertRefused("byte 32: nested deeper than 32", "[".repeat(33) + "]".repeat(33));
    }

    @Test
    void aWrongTypeIsNamedWithItsPath() {
        JsonNode root = read("{\"a\": [{\"b\": 1.5}]}");
        JsonNode b = root.field("a").list(node -> node.field("b")).get(0);
        assertEquals(
                "a[0].b: expected a string",
                assertThrows(JsonException.class, b::text).getMessage());
        assertEquals(
                "a[0].b: must be a whole number from 0 to 9",
                assertThrows(JsonException.class, () -> b.integer(0, 9)).getMessage());
        assertEquals(
                "a: expected an object",
                assertThrows(JsonException.class, () -> root.field("a").field("x"))
                        .getMessage());
        assertEquals(
                "missing field \"z\"",
                assertThrows(JsonException.class, () -> root.field("z")).getMessage());
    }

    @Test
    void unknownFieldsAreRefused() {
        assertEquals(
                "unknown field \"b?\"",
                assertThrows(
                                JsonException.class,
                                () -> read("{\"a\": 1, \"b\\n\": 2}").only("a"))
                        .getMessage());
    }

    private static List<Object> deepest(JsonNode node, int levels) {
        JsonNode inner = node;
        for (int i = 0; i < levels; i++) {
            inner = inner.list(element -> element).get(0);
        }
        return inner.list(element -> element);
    }

    private static JsonNode read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return JsonReader.read(bytes, 0, bytes.length, MOST_MEMORY);
    }

    private static void assertRefused(String message, String text) {
        assertEquals(
                message, assertThrows(JsonException.class, () -> read(text)).getMessage());
    }
}
