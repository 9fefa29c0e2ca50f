package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The golden file changes only with {@code -Dweighbridge.golden=write}, and then FORMAT.md and the version with it. */
class PolicyGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/policy-v1.json");
    private static final Path GOLDEN_TREES = Path.of("src/test/resources/policy-v1-trees.json");

    private static Policy golden() {
        return Policies.perCall(7).withCertificate(Policies.certificate());
    }

    @Test
    void theGoldenPoliciesAreWrittenAsBefore() throws IOException {
        Map<Path, Policy> policies = Map.of(GOLDEN, golden(), GOLDEN_TREES, Policies.constrained(7));
        for (Map.Entry<Path, Policy> golden : policies.entrySet()) {
            byte[] bytes = PolicyJson.toBytes(golden.getValue());
            if ("write".equals(System.getProperty("weighbridge.golden"))) {
                Files.write(golden.getKey(), bytes);
            }
            assertArrayEquals(Files.readAllBytes(golden.getKey()), bytes);
        }
    }

    @Test
    void theGoldenTreesAreReadAndScoreAsBefore() throws IOException {
        Router router = Router.load(GOLDEN_TREES);
        assertEquals(Policies.constrained(7), router.policy());
        RouteDecision decision = router.route("triage", "Is cell 17 down? {x}");
        assertEquals(
                "0x1.9bc511c056746p-1",
                Double.toHexString(
                        decision.candidates().get(1).expectedQuality().getAsDouble()));
    }

    @Test
    void theGoldenPolicyIsReadAndDecidesAsBefore() throws IOException {
        Router router = Router.load(GOLDEN);
        assertEquals(golden(), router.policy());
        RouteDecision decision = router.route("triage", "Is cell 17 down? {x}");
        assertEquals(
                "sim-small: expected quality 0.935, not below sim-frontier's 0.676, saves 96 %", decision.reason());
        assertEquals(
                "0x1.deb851eb851ecp-1",
                Double.toHexString(decision.expectedQuality().getAsDouble()));
    }
}
