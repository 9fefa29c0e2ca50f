package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    @Test
    void wellFormedTextIsEncodedAsThePlatformDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            String text = randomText(random);
            assertArrayEquals(text.getBytes(UTF_8), Utf8.encode(text));
            assertEquals(text.getBytes(UTF_8).length, Utf8.length(text));
        }
    }

    @Test
    void anUnpairedSurrogateIsTheReplacementCharacter() {
        assertArrayEquals(REPLACEMENT, Utf8.encode("\uD800"));
        assertArrayEquals(REPLACEMENT, Utf8.encode("\uDC00"));
        assertEquals("\uFFFD\uFFFDa", new String(Utf8.encode("\uDC00\uD800a"), UTF_8));
        assertEquals("\uFFFD\uD83D\uDCDE\uFFFD", new String(Utf8.encode("\uD83D\uD83D\uDCDE\uDCDE"), UTF_8));
        assertEquals(10, Utf8.length("\uD83D\uD83D\uDCDE\uDCDE"));
    }

    @Test
    void prefixAndSuffixKeepCodePointsWhole() {
        String text = "a\u00E9\u4E2D\uD83D\uDCDEz";
        assertEquals(1, Utf8.prefixEnd(text, 2));
        assertEquals(2, Utf8.prefixEnd(text, 5));
        assertEquals(3, Utf8.prefixEnd(text, 9));
        assertEquals(5, Utf8.prefixEnd(text, 10));
        assertEquals(6, Utf8.prefixEnd(text, 99));
        assertEquals(5, Utf8.suffixStart(text, 4));
        assertEquals(3, Utf8.suffixStart(text, 5));
        assertEquals(2, Utf8.suffixStart(text, 9));
        assertEquals(0, Utf8.suffixStart(text, 99));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int[] limits = {0x80, 0x800, 0xD800, Character.MAX_CODE_POINT + 1};
        int length = random.nextInt(20);
        while (text.codePointCount(0, text.length()) < length) {
            int codePoint = random.nextInt(limits[random.nextInt(limits.length)]);
            if (codePoint < 0xD800 || codePoint > 0xDFFF) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }
}
