package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyJsonTest {
    @Test
    void whatIsWrittenIsReadBack() {
        for (Policy policy : new Policy[] {
            Policies.table(),
            Policies.perCall(1),
            Policies.trees(1),
            Policies.stacked(1),
            Policies.constrained(1),
            Policies.perCall(2).withRule(new Rule.MaxUtility(12.5)).withCertificate(Policies.certificate()),
            Policies.perCall(2)
                    .withCertificate(Policies.certificate())
                    .withCandidates(Policies.perCall(2).candidates(), "prices changed"),
            Policies.table().withRule(new Rule.IncumbentOnly()).withExploration(0.05),
            withACandidateThatKnowsOneTask()
        }) {
            assertEquals(policy, PolicyJson.fromBytes(PolicyJson.toBytes(policy)));
        }
    }

    private static Policy withACandidateThatKnowsOneTask() {
        List<Candidate> candidates = new ArrayList<>(Policies.table().candidates());
        candidates.set(1, Policies.candidate("sim-medium", Policies.MEDIUM, Map.of("sql", 0.8)));
        return Policies.table().withCandidates(candidates, "another candidate");
    }

    @Test
    void equalPoliciesGiveEqualBytes() {
        assertArrayEquals(PolicyJson.toBytes(Policies.perCall(1)), PolicyJson.toBytes(Policies.perCall(1)));
    }

    @Test
    void theIdIsTheHashOfTheBody(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("policy.json");
        PolicyJson.write(Policies.table(), file);
        String text = Files.readString(file);
        assertEquals("policy-" + text.substring(43, 59), PolicyJson.id(Policies.table()));
        assertEquals(PolicyJson.id(Policies.table()), Router.load(file).policyId());
        assertEquals(
                PolicyJson.id(Policies.table()),
                Router.load(new ByteArrayInputStream(text.getBytes(UTF_8))).policyId());
    }

    @Test
    void aFileOfAnotherKindIsRefused() {
        assertRefused(
                "{\"model\": \"sim-small\"}",
                "not a policy: the file must begin with {\"format\":\"weighbridge-policy/");
        assertRefused("", "not a policy: the file must begin with {\"format\":\"weighbridge-policy/");
    }

    @Test
    void anotherVersionIsRefused() {
        assertRefused(
                table().replace("weighbridge-policy/1", "weighbridge-policy/3"),
                "Unsupported policy format 3; this build reads 1");
    }

    @Test
    void aTruncatedFileIsRefusedWhereverItEnds() {
        byte[] bytes = PolicyJson.toBytes(Policies.table());
        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThrows(PolicyFormatException.class, () -> PolicyJson.fromBytes(truncated));
        }
    }

    @Test
    void everyChangedByteIsNoticed() {
        byte[] bytes = PolicyJson.toBytes(Policies.table());
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThrows(PolicyFormatException.class, () -> PolicyJson.fromBytes(changed), "byte " + i);
        }
    }

    @Test
    void aChangedBodyIsNamed() {
        PolicyFormatException refused = refused(table().replace("\"mean\": 0.981", "\"mean\": 0.991"));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("sha256: the body was changed after it was written, its hash is "));
    }

    @Test
    void aReformattedFileIsRefused() {
        assertRefused(
                table().replace("\",\"policy\":", "\", \"policy\":"),
                "the header is damaged or the file was reformatted");
    }

    @Test
    void brokenRulesAreNamedWithTheirField() {
        assertBodyRefused(
                "\"kind\": \"cheapest-within\"",
                "\"kind\": \"lottery\"",
                "rule.kind: unknown rule; this build knows incumbent-only, cheapest-within, max-utility");
        assertBodyRefused("\"exploration\": 0", "\"exploration\": 1.5", "exploration: must be in [0, 1], was 1.5");
        assertBodyRefused("\"exploration\": 0", "\"exploration\": NaN", "expected a digit");
        assertBodyRefused("\"exploration\": 0", "\"exploration\": 1e999", "number too large for a double");
        assertBodyRefused("\"exploration\": 0", "\"exploration\": \"0\"", "exploration: expected a number");
        assertBodyRefused("\"exploration\": 0,", "", "missing field \"exploration\"");
        assertBodyRefused("\"exploration\": 0,", "\"exploration\": 0, \"weights\": 1,", "unknown field \"weights\"");
        assertBodyRefused("\"exploration\": 0,", "\"exploration\": 0, \"exploration\": 0,", "a field occurs twice");
        assertBodyRefused("\"mean\": 0.981", "\"mean\": 9.81", "mean: must be in [0, 1], was 9.81");
        assertBodyRefused(
                "\"input_picodollars\": 150000",
                "\"input_picodollars\": 0.5",
                "candidates[2].prices.input_picodollars: must be a whole number from 0 to 9007199254740992");
        assertBodyRefused(
                "\"2026-11-20T03:00:00Z\"",
                "\"yesterday\"",
                "created_at: must be a UTC time such as 2026-11-22T10:15:30Z");
        assertBodyRefused(
                "\"text_buckets\": 65536",
                "\"text_buckets\": 65537",
                "text_buckets: must be a power of two from 2^8 to 2^22, was 65537");
        assertBodyRefused("\"text_buckets\": 65536", "\"text_buckets\": 131072", "features.fingerprint: must be ");
        assertBodyRefused(
                "\"version\": 1", "\"version\": 2", "features: Unsupported feature version 2; this build extracts 1");
        assertBodyRefused(
                "\"kind\": \"identity\"",
                "\"kind\": \"beta\"",
                "candidates[0].quality.calibration.kind: unknown calibration; this build knows identity, platt, isotonic");
        assertBodyRefused(
                "\"per_call\": null",
                "\"per_call\": {\"kind\": \"logistic\", \"bias\": 0, \"indices\": [3, 2], \"weights\": [1, 1]}",
                "indices[1]: must ascend strictly from 0, was 2");
        assertBodyRefused(
                "\"per_call\": null",
                "\"per_call\": {\"kind\": \"logistic\", \"bias\": 0, \"indices\": [99999999], \"weights\": [1]}",
                "indices must be below the dimension 69760, was 99999999");
        assertBodyRefused("\"per_call\": null", "\"per_call\": " + "[".repeat(50), "nested deeper than 32");
    }

    @Test
    void brokenTreesAreNamedWithTheirField() {
        assertTreesRefused(1, "5, -1", "1, 0", "features: must end with a complete tree, was 2 nodes");
        assertTreesRefused(1, "5, -1, -1", "1, 0", "values: must be as many as the 3 features, was 2");
        assertTreesRefused(2, "5, -1, -1", "1, 0, 0", "trees: must be the number of trees, which is 1");
        assertTreesRefused(1, "5, -2, -1", "1, 0, 0", "features[1]: must be an index or -1 for a leaf, was -2");
        assertTreesRefused(1, "5, 0.5, -1", "1, 0, 0", "features[1]: must be a whole number of 32 bits");
        assertTreesRefused(1, "-1", "1e101", "values[0]: must be at most 1e100 in size, was 1.0E101");
        assertTreesRefused(1, "69760, -1, -1", "1, 0, 0", "must be below the dimension 69760, was 69760");
        assertTreesRefused(
                1,
                "1, ".repeat(65) + "-1, ".repeat(65) + "-1",
                "0, ".repeat(130) + "0",
                "features[64]: must be at most 64 deep, was 65");
        assertBodyRefused(
                "\"per_call\": null",
                "\"per_call\": {\"kind\": \"forest\"}",
                "candidates[0].quality.per_call.kind: unknown model; this build knows logistic, boosted-trees, stacked");
    }

    private static void assertTreesRefused(int trees, String features, String values, String message) {
        String perCall = "\"per_call\": {\"kind\": \"boosted-trees\", \"bias\": 0, \"trees\": " + trees
                + ", \"features\": [" + features + "], \"values\": [" + values + "]}";
        assertBodyRefused("\"per_call\": null", perCall, message);
    }

    @Test
    void anExampleThatIsNotReproducedIsRefused() {
        assertBodyRefused(
                "   \"quality\": [\n    0.9,",
                "   \"quality\": [\n    0.8,",
                "golden_vectors[0].quality: this build computes other scores for the example");
        assertBodyRefused(
                "\"prompt\": \"Which plan",
                "\"prompt\": \"What plan",
                "golden_vectors[1].features: this build extracts other features from the example");
    }

    @Test
    void theFileIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.json"), "hello");
        PolicyFormatException refused = assertThrows(PolicyFormatException.class, () -> Router.load(file));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": not a policy"));
    }

    private static String table() {
        return new String(PolicyJson.toBytes(Policies.table()), UTF_8);
    }

    private static PolicyFormatException refused(String file) {
        return assertThrows(PolicyFormatException.class, () -> PolicyJson.fromBytes(file.getBytes(UTF_8)));
    }

    private static void assertRefused(String file, String message) {
        assertEquals(message, refused(file).getMessage());
    }

    /** Changes the body and seals it again, so that only the rule stands in the way. */
    private static void assertBodyRefused(String original, String changed, String message) {
        String file = table();
        assertTrue(file.contains(original), original);
        int at = file.indexOf(original);
        String body = file.substring(file.indexOf("\"policy\":") + 9, at)
                + changed
                + file.substring(at + original.length(), file.length() - 2);
        String actual = String.valueOf(
                refused(new String(Envelope.seal(body.getBytes(UTF_8)), UTF_8)).getMessage());
        assertTrue(actual.contains(message), actual);
    }
}
