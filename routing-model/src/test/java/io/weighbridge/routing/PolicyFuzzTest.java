package io.weighbridge.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyFuzzTest {
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "-",
        "1e308",
        "1e-400",
        "-0.0",
        "0",
        "\\u0000",
        "\\ud800",
        "9007199254740993",
        "\"triage\"",
        "\"\"",
        "[[[[[[[[",
        "\uFFFD",
        "1.5",
        "99999999999999999999999999"
    };

    @Test
    void aMutatedPolicyIsReadOrRefusedButNeverCrashes() {
        readOrRefused(Policies.table());
        readOrRefused(Policies.trees(1));
        readOrRefused(Policies.stacked(1));
        readOrRefused(Policies.constrained(1));
    }

    private static void readOrRefused(Policy policy) {
        byte[] body = PolicyWriter.body(policy).getBytes(UTF_8);
        int refused = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            refused += isRefused(Envelope.seal(mutated(body, new Random(seed)))) ? 1 : 0;
        }
        assertTrue(refused > 1_000, "refused only " + refused);
    }

    @Test
    void damagedFilesAreRefused() {
        byte[] file = PolicyJson.toBytes(Policies.table());
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] damaged = mutated(file, new Random(seed));
            assertTrue(Arrays.equals(file, damaged) || isRefused(damaged), "seed " + seed);
        }
    }

    @Test
    void hostileBodiesAreRefusedQuickly() {
        String[] bodies = {
            "[".repeat(5_000_000),
            "{\"a\":".repeat(1_000_000),
            "[" + "{},".repeat(2_500_000) + "{}]",
            "\"" + "\\u0041".repeat(1_000_000) + "\"",
            "1".repeat(5_000_000),
            "[" + "1,".repeat(3_000_000) + "x]"
        };
        for (String body : bodies) {
            assertTimeout(Duration.ofSeconds(10), () -> assertTrue(isRefused(Envelope.seal(body.getBytes(UTF_8)))));
        }
    }

    @Test
    void aFileThatGoesOnForeverIsRefusedAtTheBound() {
        HostileFile endless = HostileFile.of("", "1", Long.MAX_VALUE, "");
        PolicyFormatException refused =
                assertThrows(PolicyFormatException.class, () -> PolicyJson.read(endless.beforeItsEnd()));
        assertEquals("larger than 256 MiB", refused.getMessage());
    }

    @Test
    void manyNumbersAndManyNodesAreRefusedByTheirBound() {
        String body = PolicyWriter.body(Policies.table());
        String zeros = "0,".repeat(BoostedTrees.MAX_NODES) + "0";
        String trees = "\"per_call\": {\"kind\": \"boosted-trees\", \"bias\": 0, \"trees\": 1, \"features\": [" + zeros
                + "], \"values\": [" + zeros + "]}";
        byte[] file =
                Envelope.seal(body.replaceFirst("\"per_call\": null", trees).getBytes(UTF_8));
        PolicyFormatException refused = assertThrows(PolicyFormatException.class, () -> PolicyJson.fromBytes(file));
        assertEquals(
                "candidates[0].quality.per_call: features: must be at most 1048576, was 1048577", refused.getMessage());
    }

    private static boolean isRefused(byte[] file) {
        try {
            Router.of(PolicyJson.fromBytes(file).withExploration(0)).route("triage", "hello");
            return false;
        } catch (PolicyFormatException e) {
            return true;
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original;
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + random.nextInt(random.nextInt(20) == 0 ? 2_000 : 12));
            byte[] insert = switch (random.nextInt(4)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {(byte) random.nextInt(256)};
                case 2 -> TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8);
                default -> Arrays.copyOfRange(bytes, from / 2, from / 2 + random.nextInt(40));
            };
            bytes = spliced(bytes, from, to, insert);
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] insert) {
        byte[] result = new byte[bytes.length - (to - from) + insert.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(insert, 0, result, from, insert.length);
        System.arraycopy(bytes, to, result, from + insert.length, bytes.length - to);
        return result;
    }
}
