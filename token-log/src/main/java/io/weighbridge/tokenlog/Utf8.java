package io.weighbridge.tokenlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: malformed bytes are an error, not a replacement character. */
public final class Utf8 {
    /** What lenient decoding puts for malformed bytes, many times faster than a decoder that looks for them. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** @throws InvalidRecordException naming {@code what} if the bytes are not UTF-8 */
    public static String decode(byte[] bytes, String what) {
        return decode(bytes, 0, bytes.length, what);
    }

    /** As {@link #decode(byte[], String)}, for a part of an array. */
    public static String decode(byte[] bytes, int offset, int length, String what) {
        String lenient = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return lenient.indexOf(REPLACEMENT) < 0 ? lenient : decodeStrictly(bytes, offset, length, what);
    }

    private static String decodeStrictly(byte[] bytes, int offset, int length, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRecordException(what, "must be UTF-8", "other bytes");
        }
    }
}
