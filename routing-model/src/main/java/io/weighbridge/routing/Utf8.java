package io.weighbridge.routing;

import java.util.Arrays;

/** UTF-8 as the features see it: an unpaired surrogate is U+FFFD, which {@link String#getBytes} would make a "?". */
final class Utf8 {
    static final int MAX_BYTES_PER_CHAR = 3;
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The number of bytes of a text. */
    static long length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate of a pair counts 2 of the 4 bytes; an unpaired one becomes 3.
                length += c < 0x800 || isPaired(text, i) ? 1 : 2;
            }
        }
        return length;
    }

    /** All bytes of a text. */
    static byte[] encode(String text) {
        byte[] bytes = new byte[Math.multiplyExact(MAX_BYTES_PER_CHAR, text.length())];
        return Arrays.copyOf(bytes, encode(text, 0, text.length(), bytes, 0));
    }

    /**
     * Encodes a part of a text.
     *
     * @return the position after the last byte written
     */
    static int encode(String text, int from, int to, byte[] bytes, int position) {
        int p = position;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[p++] = (byte) c;
            } else if (c < 0x800) {
                bytes[p++] = (byte) (0xC0 | c >> 6);
                bytes[p++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                p = encodeSupplementary(Character.toCodePoint(c, text.charAt(++i)), bytes, p);
            } else {
                char scalar = Character.isSurrogate(c) ? REPLACEMENT : c;
                bytes[p++] = (byte) (0xE0 | scalar >> 12);
                bytes[p++] = (byte) (0x80 | scalar >> 6 & 0x3F);
                bytes[p++] = (byte) (0x80 | scalar & 0x3F);
            }
        }
        return p;
    }

    /** The end of the longest prefix of whole code points that has at most so many bytes. */
    static int prefixEnd(String text, int maxBytes) {
        int bytes = 0;
        int i = 0;
        while (i < text.length()) {
            int chars = isPaired(text, i) ? 2 : 1;
            bytes += bytesOf(text.charAt(i), chars);
            if (bytes > maxBytes) {
                break;
            }
            i += chars;
        }
        return i;
    }

    /** The start of the longest suffix of whole code points that has at most so many bytes. */
    static int suffixStart(String text, int maxBytes) {
        int bytes = 0;
        int i = text.length();
        while (i > 0) {
            int chars = isPaired(text, i - 1) ? 2 : 1;
            bytes += bytesOf(text.charAt(i - 1), chars);
            if (bytes > maxBytes) {
                break;
            }
            i -= chars;
        }
        return i;
    }

    private static int bytesOf(char c, int chars) {
        if (chars == 2) {
            return 4;
        }
        return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }

    /** Whether the char at a position is one half of a surrogate pair. */
    private static boolean isPaired(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static int encodeSupplementary(int codePoint, byte[] bytes, int position) {
        bytes[position] = (byte) (0xF0 | codePoint >> 18);
        bytes[position + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        bytes[position + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        bytes[position + 3] = (byte) (0x80 | codePoint & 0x3F);
        return position + 4;
    }
}
