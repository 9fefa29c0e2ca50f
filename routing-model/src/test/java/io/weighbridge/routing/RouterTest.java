package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RouterTest {
    @Test
    void theCheapestModelWithinTheToleranceIsChosen() {
        RouteDecision decision = Router.of(Policies.table()).route("triage", "Is the line down?");
        assertEquals("sim-small", decision.model());
        assertEquals(
                "sim-small: expected quality 0.981 within 0.01 of sim-frontier's 0.985, saves 96 %", decision.reason());
    }

    @Test
    void bench() throws Exception {
        Policy p = Policies.perCall(3);
        byte[] b = PolicyJson.toBytes(p);
        System.out.println(b.length);
        assertEquals(p, PolicyJson.fromBytes(b));
        java.nio.file.Files.write(java.nio.file.Path.of("/tmp/rb/p.json"), b);
        java.nio.file.Files.write(java.nio.file.Path.of("/tmp/rb/t.json"), PolicyJson.toBytes(Policies.table()));
    }
}
