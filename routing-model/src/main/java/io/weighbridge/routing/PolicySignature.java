package io.weighbridge.routing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs policy files and verifies them, by Ed25519 (RFC 8032). Keys are PEM as {@code openssl genpkey -algorithm ed25519} and
 * {@code openssl pkey -pubout} write them.
 */
public final class PolicySignature {
    private static final String ALGORITHM = "Ed25519";

    private PolicySignature() {}

    /**
     * The same policy file, signed; a signature that it already has is replaced.
     *
     * @throws PolicyFormatException if the file is not an intact policy
     * @throws IllegalArgumentException if the key is not one of Ed25519
     */
    public static byte[] sign(byte[] policyFile, PrivateKey key) {
        Envelope envelope = Envelope.open(policyFile);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(Envelope.signedBytes(envelope.sha256()));
            return envelope.withSignature(policyFile, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("private key: must be an Ed25519 key: " + e.getMessage(), e);
        }
    }

    /** @throws PolicyFormatException if there is no signature, or it was not made by the owner of the key for this policy */
    static void verify(Envelope envelope, PublicKey key) {
        if (envelope.signature().isEmpty()) {
            throw new PolicyFormatException("signature: the policy is not signed, and a signature is required");
        }
        if (!isValid(envelope, key)) {
            throw new PolicyFormatException("signature: does not fit the policy and the public key");
        }
    }

    private static boolean isValid(Envelope envelope, PublicKey key) {
        try {
            byte[] bytes = HexFormat.of().parseHex(envelope.signature());
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(Envelope.signedBytes(envelope.sha256()));
            return signature.verify(bytes);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * A private key from PKCS 8 in PEM, as from a file or an environment variable.
     *
     * @throws IllegalArgumentException if it is not an Ed25519 key
     */
    public static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(decoded(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("private key: must be an Ed25519 key", e);
        }
    }

    /**
     * A public key from X.509 in PEM.
     *
     * @throws IllegalArgumentException if it is not an Ed25519 key
     */
    public static PublicKey publicKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(pem, "PUBLIC KEY")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("public key: must be an Ed25519 key", e);
        }
    }

    /** Says nothing of the text in its errors: it may be a secret. */
    private static byte[] decoded(String pem, String label) {
        String text = pem.strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw new IllegalArgumentException("key: must be PEM from \"" + begin + "\" to \"" + end + "\"");
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key: must be base64 between its first and last line", e);
        }
    }
}
