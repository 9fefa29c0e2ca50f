package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** A body in which one text is repeated, under the right header, made while it is read: it may be larger than memory. */
@SuppressWarnings("ArrayRecordComponent")
record HostileFile(byte[] before, byte[] repeated, long times, byte[] after) {
    private static final byte[] END = "}\n".getBytes(US_ASCII);

    static HostileFile of(String before, String repeated, long times, String after) {
        return new HostileFile(before.getBytes(US_ASCII), repeated.getBytes(US_ASCII), times, after.getBytes(US_ASCII));
    }

    /** The same between two other texts. */
    HostileFile between(String outerBefore, String outerAfter) {
        return new HostileFile(
                joined(outerBefore.getBytes(US_ASCII), before),
                repeated,
                times,
                joined(after, outerAfter.getBytes(US_ASCII)));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** With a hash that fits. */
    InputStream file(Envelope.Kind kind) {
        return in(kind, sha256());
    }

    /** For bodies that nobody reads to their end. */
    InputStream beforeItsEnd() {
        return in(Envelope.Kind.POLICY, "0".repeat(64));
    }

    private InputStream in(Envelope.Kind kind, String sha256) {
        byte[] header = Envelope.header(kind, sha256);
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(header),
                new ByteArrayInputStream(before),
                new Repeated(),
                new ByteArrayInputStream(after),
                new ByteArrayInputStream(END))));
    }

    private String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            for (long i = 0; i < times; i++) {
                digest.update(repeated);
            }
            return HexFormat.of().formatHex(digest.digest(after));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Repeated extends InputStream {
        private long round;
        private int at;

        @Override
        public int read() {
            if (round == times || repeated.length == 0) {
                return -1;
            }
            int next = repeated[at++] & 0xFF;
            if (at == repeated.length) {
                at = 0;
                round++;
            }
            return next;
        }
    }
}
