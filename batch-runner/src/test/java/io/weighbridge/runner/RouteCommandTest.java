package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.routing.PolicyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandTest {
    @TempDir
    Path directory;

    @Test
    void anEasyTaskGoesToTheCheapModelAndTheReasonSaysWhy() throws Exception {
        Path policy = TestPolicy.write(directory);

        Command route = Command.run(
                "route",
                "--policy",
                policy.toString(),
                "--task",
                TestPolicy.EASY,
                "--prompt",
                "Cancel my plan",
                "--json");

        assertEquals(0, route.exit(), route.err());
        JsonNode json = route.json();
        assertEquals("sim-small", json.path("model").asText());
        assertEquals(0.95, json.path("expected_quality").asDouble());
        // 14 bytes at 4 a token and 50 output tokens, at 0.15 and 0.60 USD per million.
        assertEquals("0.000030525000", json.path("expected_cost_usd").asText());
        assertEquals(1.0, json.path("propensity").asDouble());
        assertTrue(json.path("policy_id").asText().startsWith("policy-"));
        assertEquals(2, json.path("candidates").size());
        assertTrue(json.path("reason").asText().startsWith("sim-small: expected quality 0.950"));
    }

    @Test
    void thePromptMayComeFromStandardInput() throws Exception {
        Path policy = TestPolicy.write(directory);

        Command given = Command.run(
                "route",
                "--policy",
                policy.toString(),
                "--task",
                TestPolicy.EASY,
                "--prompt",
                "Cancel my plan",
                "--json");
        Command piped = Command.run(
                Map.of(),
                "Cancel my plan\n",
                "route",
                "--policy",
                policy.toString(),
                "--task",
                TestPolicy.EASY,
                "--json");

        assertEquals(given.out(), piped.out());
    }

    @Test
    void anUnknownTaskStaysWithTheIncumbentAndHasNoQuality() throws Exception {
        Path policy = TestPolicy.write(directory);

        JsonNode json = Command.run(
                        "route", "--policy", policy.toString(), "--task", "poetry", "--prompt", "An ode", "--json")
                .json();

        assertEquals("sim-frontier", json.path("model").asText());
        assertTrue(json.path("expected_quality").isNull());
    }

    @Test
    void itSaysWhatWouldChangeTheDecision() throws Exception {
        Path policy = TestPolicy.write(directory);

        Command route = Command.run(
                "route", "--policy", policy.toString(), "--task", TestPolicy.EASY, "--prompt", "Cancel my plan");

        assertTrue(route.out().contains("rule: cheapest-within 0.01"), route.out());
        assertTrue(route.out().contains("would be sim-frontier if quality of"), route.out());
    }

    @Test
    void anExpiredCertificateCoversNothingAndIsSaidToBe() throws Exception {
        JsonNode certified = certifiedUntil("2199-12-31T00:00:00Z");
        assertEquals(
                "certified until 2199-12-31T00:00:00Z",
                certified.path("certificate").asText());
        assertTrue(certified.path("certificate_covers").asBoolean());

        JsonNode expired = certifiedUntil("2020-01-01T00:00:00Z");
        assertEquals(
                "expired at 2020-01-01T00:00:00Z", expired.path("certificate").asText());
        assertFalse(expired.path("certificate_covers").asBoolean());
        assertEquals("sim-small", expired.path("model").asText());
        assertTrue(
                expired.path("reason").asText().endsWith("; uncertified"),
                expired.path("reason").asText());
    }

    private JsonNode certifiedUntil(String expiresAt) throws Exception {
        Path file = directory.resolve("certified.json");
        PolicyJson.write(TestPolicy.policy().withCertificate(TestPolicy.certificate(Instant.parse(expiresAt))), file);
        return Command.run("route", "--policy", file.toString(), "--task", TestPolicy.EASY, "--prompt", "Hi", "--json")
                .json();
    }

    @Test
    void anUnavailableModelIsFallenBackFrom() throws Exception {
        String policy = TestPolicy.write(directory).toString();
        String[] easy = {"route", "--policy", policy, "--task", TestPolicy.EASY, "--prompt", "Hi", "--json"};

        JsonNode fallback =
                Command.run(with(easy, "--unavailable", "sim-small")).json();
        assertEquals("sim-frontier", fallback.path("model").asText());
        assertEquals("fallback", fallback.path("kind").asText());

        Command refused = Command.run(with(easy, "--needs", "vision"));
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("sim-frontier lacks a capability"), refused.err());
    }

    @Test
    void aSignedPolicyIsTakenAndAnUnsignedOneRefused() throws Exception {
        String policy = TestPolicy.write(directory).toString();
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String publicKey = pem("PUBLIC KEY", keys.getPublic());
        String privateKey = pem("PRIVATE KEY", keys.getPrivate());
        String[] route = {"route", "--policy", policy, "--task", "x", "--prompt", "Hi", "--signed-by", publicKey};

        Command unsigned = Command.run(route);
        assertEquals(2, unsigned.exit());
        assertTrue(unsigned.err().contains("signature: the policy is not signed"), unsigned.err());

        assertEquals(
                0, Command.run("sign", "--policy", policy, "--key", privateKey).exit());
        assertEquals(0, Command.run(route).exit());
        assertEquals(
                2, Command.run("sign", "--policy", policy, "--key", publicKey).exit());
        assertEquals(
                2,
                Command.run("sign", "--policy", policy, "--key-env", "NO_SUCH_KEY")
                        .exit());
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    private String pem(String label, Key key) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        Path file = directory.resolve(label.replace(' ', '-') + ".pem");
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
        return file.toString();
    }

    @Test
    void whatIsNoPolicyIsBadInput() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.json"), "{}");

        Command route = Command.run("route", "--policy", file.toString(), "--task", "poetry", "--prompt", "An ode");

        assertEquals(2, route.exit());
        assertTrue(route.err().startsWith("weighbridge route: " + file + ": "), route.err());
    }
}
