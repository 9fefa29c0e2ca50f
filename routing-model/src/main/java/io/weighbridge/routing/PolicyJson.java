package io.weighbridge.routing;

import io.weighbridge.routing.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads policy files, version 1 of FORMAT.md: a header of fixed form with the SHA-256 of the body, then the body.
 * Equal policies give equal bytes.
 */
public final class PolicyJson {
    /** Version of the format that this build writes and reads. */
    public static final int VERSION = 1;

    /** Largest file that is read; less where an eighth of the heap is less. */
    public static final int MAX_BYTES = 256 << 20;

    private PolicyJson() {}

    /** The id of a policy: "policy-" and the first 16 hexadecimal digits of the SHA-256 of its body. */
    public static String id(Policy policy) {
        return id(Envelope.sha256(body(policy)));
    }

    /** The whole file as bytes. */
    public static byte[] toBytes(Policy policy) {
        return Envelope.seal(body(policy));
    }

    public static void write(Policy policy, Path file) throws IOException {
        Files.write(file, toBytes(policy));
    }

    public static void write(Policy policy, OutputStream target) throws IOException {
        target.write(toBytes(policy));
    }

    /**
     * Reads a policy and checks its hash and its golden vectors.
     *
     * @throws PolicyFormatException if the file is not an intact policy that this build reproduces to the bit
     */
    public static Policy read(Path file) throws IOException {
        return stored(file).policy();
    }

    /** As {@link #read(Path)}; reads the stream to its end and does not close it. */
    public static Policy read(InputStream source) throws IOException {
        return stored(source).policy();
    }

    /**
     * As {@link #read(Path)}, only with a signature by the owner of a key.
     *
     * @throws PolicyFormatException also if the policy is not signed or the signature does not fit it and the key
     */
    public static Policy read(Path file, PublicKey signer) throws IOException {
        return stored(file, signer).policy();
    }

    /** As {@link #read(Path, PublicKey)}. */
    public static Policy fromBytes(byte[] bytes, PublicKey signer) {
        return stored(bytes, signer).policy();
    }

    /** As {@link #read(Path)}. */
    public static Policy fromBytes(byte[] bytes) {
        return stored(bytes, null).policy();
    }

    static Stored stored(Path file) throws IOException {
        return stored(file, null);
    }

    /** @param signer whose signature is required; {@code null} for none */
    static Stored stored(Path file, @Nullable PublicKey signer) throws IOException {
        try (InputStream source = Files.newInputStream(file)) {
            return stored(source, signer);
        } catch (PolicyFormatException e) {
            throw new PolicyFormatException(file + ": " + e.getMessage(), e);
        }
    }

    static Stored stored(InputStream source) throws IOException {
        return stored(source, null);
    }

    private static Stored stored(InputStream source, @Nullable PublicKey signer) throws IOException {
        return stored(LoadBounds.ofThisJvm().read(Envelope.Kind.POLICY, source), signer);
    }

    private static Stored stored(byte[] bytes, @Nullable PublicKey signer) {
        Envelope envelope = Envelope.open(bytes);
        if (signer != null) {
            PolicySignature.verify(envelope, signer);
        }
        Policy policy;
        try {
            policy = PolicyReader.policy(envelope.body(bytes));
        } catch (JsonException | IllegalArgumentException e) {
            throw new PolicyFormatException(String.valueOf(e.getMessage()), e);
        }
        Scorer scorer = new Scorer(policy);
        GoldenVectors.check(policy, scorer);
        return new Stored(policy, id(envelope.sha256()), scorer);
    }

    /**
     * A policy as it stands in a file.
     *
     * @param id from the hash in the file, which spares writing the policy to learn it
     * @param scorer that has reproduced its golden vectors
     */
    record Stored(Policy policy, String id, Scorer scorer) {}

    private static String id(String sha256) {
        return "policy-" + sha256.substring(0, 16);
    }

    private static byte[] body(Policy policy) {
        return PolicyWriter.body(policy).getBytes(StandardCharsets.US_ASCII);
    }
}
