package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySignatureTest {
    private static final byte[] UNSIGNED = PolicyJson.toBytes(Policies.table());
    private static final KeyPair KEYS = keys("Ed25519");
    private static final byte[] SIGNED = PolicySignature.sign(UNSIGNED, KEYS.getPrivate());

    /** As openssl writes keys. The one of RFC 8032, 7.1, test 1. */
    private static final String OPENSSL_KEY = "-----BEGIN PRIVATE KEY-----\n"
            + "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

    @Test
    void aSignedPolicyIsThePolicy() {
        assertEquals(Policies.table(), PolicyJson.fromBytes(SIGNED, KEYS.getPublic()));
        assertEquals(Policies.table(), PolicyJson.fromBytes(SIGNED));
        assertArrayEquals(SIGNED, PolicySignature.sign(SIGNED, KEYS.getPrivate()));
    }

    @Test
    void theIdStays(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("policy.json"), SIGNED);
        assertEquals(
                PolicyJson.id(Policies.table()),
                Router.load(file, KEYS.getPublic()).policyId());
    }

    @Test
    void withoutSignatureByTheKeyItIsRefusedWhereOneIsRequired() {
        assertEquals(
                "signature: the policy is not signed, and a signature is required",
                assertThrows(PolicyFormatException.class, () -> PolicyJson.fromBytes(UNSIGNED, KEYS.getPublic()))
                        .getMessage());
        for (String algorithm : List.of("Ed25519", "RSA")) {
            assertEquals(
                    "signature: does not fit the policy and the public key",
                    assertThrows(
                                    PolicyFormatException.class,
                                    () -> PolicyJson.fromBytes(
                                            SIGNED, keys(algorithm).getPublic()))
                            .getMessage());
        }
    }

    @Test
    void theSignatureOfAnotherPolicyDoesNotFit() {
        String other = new String(PolicyJson.toBytes(Policies.perCall(1)), US_ASCII);
        String signed = new String(SIGNED, US_ASCII);
        int hashEnd = other.indexOf("\",\"policy\":");
        String forged = other.substring(0, hashEnd)
                + signed.substring(hashEnd, signed.indexOf("\",\"policy\":"))
                + other.substring(hashEnd);
        assertEquals(Policies.perCall(1), PolicyJson.fromBytes(forged.getBytes(US_ASCII)));
        assertThrows(
                PolicyFormatException.class, () -> PolicyJson.fromBytes(forged.getBytes(US_ASCII), KEYS.getPublic()));
    }

    @Test
    void everyChangedByteIsNoticed() {
        for (int i = 0; i < SIGNED.length; i++) {
            byte[] changed = SIGNED.clone();
            changed[i] ^= 1;
            assertThrows(
                    PolicyFormatException.class, () -> PolicyJson.fromBytes(changed, KEYS.getPublic()), "byte " + i);
        }
    }

    @Test
    void keysArePem() {
        assertEquals(
                KEYS.getPrivate(),
                PolicySignature.privateKey(pem("PRIVATE KEY", KEYS.getPrivate().getEncoded())));
        assertEquals(
                KEYS.getPublic(),
                PolicySignature.publicKey(pem("PUBLIC KEY", KEYS.getPublic().getEncoded())));
        assertTrue(PolicySignature.privateKey(OPENSSL_KEY).getAlgorithm().startsWith("Ed"));
        assertEquals(
                "key: must be PEM from \"-----BEGIN PUBLIC KEY-----\" to \"-----END PUBLIC KEY-----\"",
                assertThrows(IllegalArgumentException.class, () -> PolicySignature.publicKey(OPENSSL_KEY))
                        .getMessage());
        assertEquals(
                "public key: must be an Ed25519 key",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PolicySignature.publicKey(pem(
                                        "PUBLIC KEY", keys("RSA").getPublic().getEncoded())))
                        .getMessage());
    }

    @Test
    void nodeVerifiesAndPythonSaysThatItCannot(@TempDir Path directory) throws Exception {
        String key = pem("PUBLIC KEY", KEYS.getPublic().getEncoded());
        String wrongKey = pem("PUBLIC KEY", keys("Ed25519").getPublic().getEncoded());
        assertEquals("policy\n", node(directory, SIGNED, key));
        assertEquals("signature: does not fit the policy and the public key\n", node(directory, SIGNED, wrongKey));
        assertEquals(
                "signature: the policy is not signed, and a signature is required\n", node(directory, UNSIGNED, key));
        Path file = Files.write(directory.resolve("policy.json"), SIGNED);
        String python = "import sys; sys.dont_write_bytecode = True; sys.path.insert(0, 'src/main/portable')\n"
                + "from weighbridge_router import Router, PolicyError\n"
                + "print(Router.load(sys.argv[1]).policy_id.split('-')[0])\n"
                + "try: Router.load(sys.argv[1], 'key')\n"
                + "except PolicyError as error: print(error)\n";
        assertEquals(
                "policy\nsignature: Python's standard library cannot verify Ed25519; verify the file elsewhere\n",
                run("python3", "-c", python, file.toString()));
    }

    private static String node(Path directory, byte[] policy, String key) throws Exception {
        Path file = Files.write(directory.resolve("policy.json"), policy);
        String script = "const { Router } = await import(process.cwd() + '/src/main/portable/weighbridge_router.mjs');"
                + "try { console.log(Router.load(process.argv[1], process.argv[2]).policyId.split('-')[0]) }"
                + " catch (error) { console.log(error.message) }";
        return run("node", "--input-type=module", "-e", script, file.toString(), key);
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "did not end within a minute");
        return output;
    }

    private static String pem(String label, byte[] key) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END " + label + "-----\n";
    }

    private static KeyPair keys(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
