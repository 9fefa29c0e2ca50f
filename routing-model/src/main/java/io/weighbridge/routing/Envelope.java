package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonException;
import io.weighbridge.routing.json.JsonNode;
import io.weighbridge.routing.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The header of fixed form around the body of a policy file:
 * <pre>{"format":"weighbridge-policy/1","sha256":"<i>64 hexadecimal digits</i>","policy":<i>body</i>}\n</pre>
 * The hash is over the bytes of the body as they stand, so checking it needs no JSON. A signed file has
 * <code>"signature":"<i>128 hexadecimal digits</i>",</code> before the body: Ed25519 over all bytes of the file up to the last
 * digit of the hash.
 *
 * @param from position of the first byte of the body
 * @param to position after its last byte
 * @param sha256 hash of the body in hexadecimal
 * @param signature in hexadecimal, not verified; empty for none
 */
record Envelope(int from, int to, String sha256, String signature) {
    private static final String SIGNATURE = "\",\"signature\":\"";
    private static final int SIGNATURE_LENGTH = 128;
    private static final String HASH = "\",\"sha256\":\"";
    private static final String END = "}\n";
    private static final int HASH_LENGTH = 64;
    private static final int LONGEST_VERSION = 9;

    /** What a file of this family holds: its name stands in the header, twice. */
    enum Kind {
        POLICY("policy", PolicyJson.VERSION),
        CLASSIFIER("classifier", 1);

        private final String text;
        private final int version;

        Kind(String text, int version) {
            this.text = text;
            this.version = version;
        }

        String format() {
            return "{\"format\":\"weighbridge-" + text + "/";
        }

        private String body() {
            return "\",\"" + text + "\":";
        }
    }

    static byte[] seal(byte[] body) {
        return seal(Kind.POLICY, body);
    }

    static byte[] seal(Kind kind, byte[] body) {
        byte[] head = header(kind, sha256(body));
        byte[] file = Arrays.copyOf(head, head.length + body.length + END.length());
        System.arraycopy(body, 0, file, head.length, body.length);
        System.arraycopy(ascii(END), 0, file, head.length + body.length, END.length());
        return file;
    }

    /** What stands before a body with such a hash. */
    static byte[] header(Kind kind, String sha256) {
        return ascii(kind.format() + kind.version + HASH + sha256 + kind.body());
    }

    /** @throws PolicyFormatException unless header, version and hash are right */
    static Envelope open(byte[] file) {
        return open(Kind.POLICY, file);
    }

    /** As {@link #open(byte[])}, for a file of another kind. */
    static Envelope open(Kind kind, byte[] file) {
        requireKind(kind, file);
        int versionEnd = versionEnd(file, kind.format().length());
        String version = text(file, kind.format().length(), versionEnd);
        if (!version.equals(Integer.toString(kind.version))) {
            throw new PolicyFormatException(
                    "Unsupported " + kind.text + " format " + version + "; this build reads " + kind.version);
        }
        int hashAt = versionEnd + HASH.length();
        int hashEnd = hashAt + HASH_LENGTH;
        boolean signed = startsWith(file, hashEnd, SIGNATURE);
        int headEnd = signed ? hashEnd + SIGNATURE.length() + SIGNATURE_LENGTH : hashEnd;
        int bodyAt = headEnd + kind.body().length();
        if (!startsWith(file, versionEnd, HASH) || !startsWith(file, headEnd, kind.body())) {
            throw new PolicyFormatException("the header is damaged or the file was reformatted");
        }
        int bodyEnd = file.length - END.length();
        if (bodyEnd <= bodyAt || !startsWith(file, bodyEnd, END)) {
            throw new PolicyFormatException("the file is truncated: it must end with a brace and a line break");
        }
        String expected = text(file, hashAt, hashAt + HASH_LENGTH);
        String actual = sha256(file, bodyAt, bodyEnd);
        if (!actual.equals(expected)) {
            throw new PolicyFormatException("sha256: the body was changed after it was written, its hash is " + actual);
        }
        String signature = signed ? text(file, headEnd - SIGNATURE_LENGTH, headEnd) : "";
        return new Envelope(bodyAt, bodyEnd, actual, signature);
    }

    /** @throws PolicyFormatException unless a file begins as this kind does */
    static void requireKind(Kind kind, byte[] file) {
        if (!startsWith(file, 0, kind.format())) {
            throw new PolicyFormatException("not a " + kind.text + ": the file must begin with " + kind.format());
        }
    }

    /** What a signature signs: the bytes of the file up to the last digit of the hash, so version and body are bound. */
    static byte[] signedBytes(String sha256) {
        return ascii(Kind.POLICY.format() + Kind.POLICY.version + HASH + sha256);
    }

    /**
     * The body of the file.
     *
     * @throws JsonException if it is not JSON or takes more memory than this JVM has for it
     */
    JsonNode body(byte[] file) {
        return JsonReader.read(file, from, to, LoadBounds.ofThisJvm().treeBytes());
    }

    /** The file with this signature instead of the one it has, if any. */
    byte[] withSignature(byte[] file, byte[] newSignature) {
        byte[] head = signedBytes(sha256);
        byte[] inserted = ascii(SIGNATURE + HexFormat.of().formatHex(newSignature));
        int rest = from - Kind.POLICY.body().length();
        byte[] signed = Arrays.copyOf(head, head.length + inserted.length + file.length - rest);
        System.arraycopy(inserted, 0, signed, head.length, inserted.length);
        System.arraycopy(file, rest, signed, head.length + inserted.length, file.length - rest);
        return signed;
    }

    static String sha256(byte[] bytes) {
        return sha256(bytes, 0, bytes.length);
    }

    private static String sha256(byte[] bytes, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, to - from);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static int versionEnd(byte[] file, int start) {
        int end = start;
        while (end < file.length && end - start < LONGEST_VERSION && file[end] >= '0' && file[end] <= '9') {
            end++;
        }
        return end;
    }

    private static boolean startsWith(byte[] file, int at, String expected) {
        int end = at + expected.length();
        return end <= file.length && text(file, at, end).equals(expected);
    }

    private static String text(byte[] file, int from, int to) {
        return new String(file, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
