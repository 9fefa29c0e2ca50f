package io.weighbridge.routing.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void doublesAreWrittenInTheFewestDigits() {
        assertEquals("0.1", JsonWriter.shortest(0.1));
        assertEquals("0.30000000000000004", JsonWriter.shortest(0.1 + 0.2));
        assertEquals("0.002", JsonWriter.shortest(2e-3));
        assertEquals("4.94065645841247E-324", JsonWriter.shortest(Double.MIN_VALUE));
        assertEquals("1.7976931348623157E+308", JsonWriter.shortest(Double.MAX_VALUE));
        assertEquals("-3", JsonWriter.shortest(-3));
        assertEquals("-0.0", JsonWriter.shortest(-0.0));
        assertEquals("1E+22", JsonWriter.shortest(1e22));
    }

    @Test
    void everyDoubleIsReadBackToTheBit() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                byte[] text = JsonWriter.shortest(value).getBytes(UTF_8);
                double read = JsonReader.read(text, 0, text.length, 1_000).number();
                assertEquals(Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(read));
                assertTrue(text.length <= 25);
            }
        }
    }

    @Test
    void thereIsNoJsonForNaN() {
        assertEquals(
                "JSON has no NaN",
                assertThrows(IllegalArgumentException.class, () -> new JsonWriter().number(Double.NaN))
                        .getMessage());
    }

    @Test
    void textIsAsciiAndEscaped() {
        assertEquals(
                "\"a\\\"\\\\\\n\\u0000\\u00e9\\ud83d\"",
                new JsonWriter().string("a\"\\\n\u0000\u00E9\uD83D").toString());
    }

    @Test
    void fieldsStandOnTheirOwnLines() {
        JsonWriter json = new JsonWriter();
        json.beginObject();
        json.field("a").integer(1);
        json.field("b").beginArray().endArray();
        json.field("c").numbers(new double[] {1, 0.5});
        json.endObject();
        assertEquals("{\n \"a\": 1,\n \"b\": [],\n \"c\": [1,0.5]\n}", json.toString());
    }
}
