package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The golden file changes only with {@code -Dweighbridge.golden=write}, and then FORMAT.md and the version with it. */
class PolicyGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/policy-v1.json");

    private static Policy golden() {
        return Policies.perCall(7).withCertificate(Policies.certificate());
    }

    @Test
    void theGoldenPolicyIsWrittenAsBefore() throws IOException {
        byte[] bytes = PolicyJson.toBytes(golden());
        if ("write".equals(System.getProperty("weighbridge.golden"))) {
            Files.write(GOLDEN, bytes);
        }
        assertArrayEquals(Files.readAllBytes(GOLDEN), bytes);
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
