package io.weighbridge.tokenlog.privacy;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret with which texts are hashed (HMAC-SHA-256, RFC 2104), so that who has the hashes cannot try out texts. Equal
 * texts have equal hashes under one key. It never shows itself.
 */
public final class HashKey implements Serializable {
    /** The environment variable that holds the key. */
    public static final String VARIABLE = "WEIGHBRIDGE_HASH_KEY";

    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FEWEST_BYTES = 16;

    private final byte[] key;

    private HashKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key of the environment; empty where none is set.
     *
     * @throws InvalidRecordException if it is shorter than 16 bytes
     */
    public static Optional<HashKey> of(Map<String, String> environment) {
        String text = environment.get(VARIABLE);
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(of(text));
    }

    static HashKey of(String text) {
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        if (key.length < FEWEST_BYTES) {
            throw new InvalidRecordException(
                    VARIABLE, "must have at least " + FEWEST_BYTES + " bytes", key.length + " bytes");
        }
        return new HashKey(key);
    }

    /** 64 hexadecimal digits. */
    String hex(String text) {
        return HexFormat.of().formatHex(hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The first 64 bits of the hash of a number's eight bytes, the highest first. */
    long bits(long number) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return ByteBuffer.wrap(hash(bytes)).getLong();
    }

    private byte[] hash(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(bytes);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "HashKey[hidden]";
    }
}
