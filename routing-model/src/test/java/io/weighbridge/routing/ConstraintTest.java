package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Of sim-frontier (0.985), sim-medium (0.983) and sim-small (0.981), the rule prefers sim-small in task triage. */
class ConstraintTest {
    private static final RoutingRequest TRIAGE = RoutingRequest.of("triage", "Is the line down?");
    private static final Limits FRONTIER = Limits.UNKNOWN
            .withContext(200_000, 8_000)
            .withCapabilities(Set.of("json", "tools", "vision"))
            .withRegions(Set.of("eu", "us"))
            .withLatencyP95Millis(3_000);
    private static final Limits MEDIUM = Limits.UNKNOWN
            .withContext(32_000, 4_000)
            .withCapabilities(Set.of("json", "tools"))
            .withRegions(Set.of("us"))
            .withLatencyP95Millis(1_200);
    private static final Limits SMALL = Limits.UNKNOWN.withCapabilities(Set.of("json"));

    private final Policy policy = limited(FRONTIER, MEDIUM, SMALL);

    @Test
    void aModelWithoutTheCapabilityIsNotChosen() {
        assertRoutes(Needs.NONE.withCapabilities("json"), "sim-small");
        assertRoutes(Needs.NONE.withCapabilities("json", "tools"), "sim-medium");
        assertRoutes(Needs.NONE.withCapabilities("vision"), "sim-frontier");
    }

    @Test
    void whatIsUnknownDoesNotSatisfyANeed() {
        assertExcluded(Needs.NONE.withInputTokens(10), 2, Eligibility.NO_INPUT_LIMIT);
        assertExcluded(Needs.NONE.withOutputTokens(10), 2, Eligibility.NO_OUTPUT_LIMIT);
        assertExcluded(Needs.NONE.withLatencyMillis(1e9), 2, Eligibility.NO_LATENCY);
        assertExcluded(Needs.NONE.withRegions("us"), 2, Eligibility.NO_REGION);
    }

    @Test
    void lengthsAndLatencyAreAllowedUpToTheBound() {
        assertRoutes(Needs.NONE.withInputTokens(32_000), "sim-medium");
        assertExcluded(Needs.NONE.withInputTokens(32_001), 1, Eligibility.INPUT_TOO_LONG);
        assertRoutes(Needs.NONE.withOutputTokens(4_000), "sim-medium");
        assertExcluded(Needs.NONE.withOutputTokens(4_001), 1, Eligibility.OUTPUT_TOO_LONG);
        assertRoutes(Needs.NONE.withLatencyMillis(1_200), "sim-medium");
        assertExcluded(Needs.NONE.withRegions("eu"), 1, Eligibility.OTHER_REGION);
    }

    @Test
    void aKnownLimitCountsWithoutBeingAskedFor() {
        Router router = Router.of(limited(FRONTIER, MEDIUM, SMALL.withContext(1_000, 100)));
        assertEquals("sim-small", router.route(TRIAGE.withInputTokens(1_000)).model());
        assertEquals("sim-medium", router.route(TRIAGE.withInputTokens(1_001)).model());
        assertEquals("sim-medium", router.route(TRIAGE.withMaxOutputTokens(101)).model());
    }

    @Test
    void whereNoModelSatisfiesTheCallIsRefusedWithTheReasons() {
        RoutingRequest request = TRIAGE.withNeeds(Needs.NONE.withLatencyMillis(100));
        NoEligibleModelException refused = assertThrows(NoEligibleModelException.class, () -> router().route(request));
        assertEquals(
                "no model of the policy may serve this call of task triage: sim-frontier its p95 latency is above the bound, "
                        + "sim-medium its p95 latency is above the bound, sim-small its latency is unknown",
                refused.getMessage());
        assertEquals(3, refused.candidates().size());
    }

    @Test
    void whatIsUnavailableFallsBackToTheNextByTheRule() {
        RouteDecision decision = router().route(TRIAGE, Set.of("sim-small"));
        assertEquals("sim-medium", decision.model());
        assertEquals(DecisionKind.FALLBACK, decision.kind());
        assertEquals(
                "sim-medium: falls back from sim-small, which is excluded: unavailable; uncertified",
                decision.reason());
    }

    @Test
    void withoutItsIncumbentATaskGoesByTheRuleAndThenByQuality() {
        assertEquals("sim-small", router().route(TRIAGE, Set.of("sim-frontier")).model());
        RoutingRequest sql = RoutingRequest.of("sql", "Count the rows");
        RouteDecision decision = router().route(sql, Set.of("sim-frontier"));
        assertEquals("sim-medium", decision.model());
        assertEquals(DecisionKind.FALLBACK, decision.kind());
        assertEquals(
                "sim-small",
                router().route(sql, Set.of("sim-frontier", "sim-medium")).model());
        assertThrows(
                NoEligibleModelException.class,
                () -> router().route(sql, Set.of("sim-frontier", "sim-medium", "sim-small")));
    }

    @Test
    void anUnknownTaskFallsBackToo() {
        RoutingRequest poetry = RoutingRequest.of("poetry", "An ode");
        assertEquals(DecisionKind.RULE, router().route(poetry).kind());
        RouteDecision decision = router().route(poetry, Set.of("sim-frontier"));
        assertEquals("sim-small: falls back from sim-frontier, which is excluded: unavailable", decision.reason());
    }

    @Test
    void theCertificateCoversNoFallbackButTheIncumbent() {
        Router certified = Router.of(policy.withCertificate(Policies.certificate()));
        assertTrue(certified.route(TRIAGE).certificateCovers());
        assertTrue(certified.route(TRIAGE, Set.of("sim-medium")).certificateCovers());
        RouteDecision fallback = certified.route(TRIAGE, Set.of("sim-small"));
        assertFalse(fallback.certificateCovers());
        assertTrue(fallback.reason().endsWith("unavailable; not covered by the certificate"), fallback.reason());
        RouteDecision incumbent = certified.route(TRIAGE, Set.of("sim-small", "sim-medium"));
        assertEquals("sim-frontier", incumbent.model());
        assertEquals(DecisionKind.FALLBACK, incumbent.kind());
        assertTrue(incumbent.certificateCovers());
        assertFalse(router().route(TRIAGE).certificateCovers());
    }

    @Test
    void aTenantGetsOnlyItsModelsAndRegions() {
        Router router = Router.of(policy.withConstraints(Constraints.of(
                Map.of(
                        "acme", TenantRule.ofModels(Set.of("sim-frontier", "sim-medium")),
                        "swiss", TenantRule.ofRegions(Set.of("eu")),
                        "*", TenantRule.ofModels(Set.of("sim-small"))),
                Map.of(),
                Map.of())));
        assertEquals("sim-medium", router.route(tenant("acme")).model());
        assertEquals("sim-frontier", router.route(tenant("swiss")).model());
        assertEquals("sim-small", router.route(tenant("other")).model());
        assertEquals("sim-small", router.route(TRIAGE).model());
        assertThrows(
                NoEligibleModelException.class,
                () -> router.route(tenant("acme"), Set.of("sim-frontier", "sim-medium")));
    }

    @Test
    void aClassWeighsQualityCostAndSpeed() {
        PrecisionClass free = new PrecisionClass(OptionalDouble.empty(), 1, 0, 0, OptionalDouble.empty());
        PrecisionClass thrifty = new PrecisionClass(OptionalDouble.empty(), 1, 100, 0, OptionalDouble.empty());
        PrecisionClass fast = new PrecisionClass(OptionalDouble.empty(), 1, 0, 0.1, OptionalDouble.empty());
        assertEquals("sim-frontier", classRoutes(free));
        assertEquals("sim-small", classRoutes(thrifty));
        // sim-small may be faster still, but nobody knows.
        assertEquals("sim-medium", classRoutes(fast));
    }

    @Test
    void aClassBoundsQualityAndLatency() {
        PrecisionClass within = new PrecisionClass(OptionalDouble.empty(), 0.003, 100, 0, OptionalDouble.empty());
        PrecisionClass atLeast = new PrecisionClass(OptionalDouble.of(0.982), 1, 100, 0, OptionalDouble.empty());
        PrecisionClass quick = new PrecisionClass(OptionalDouble.empty(), 1, 0, 0, OptionalDouble.of(2_000));
        assertEquals("sim-medium", classRoutes(within));
        assertEquals("sim-medium", classRoutes(atLeast));
        assertEquals("sim-medium", classRoutes(quick));
    }

    @Test
    void anIncumbentBelowTheMinimumIsReplacedWhereAnotherReachesIt() {
        PrecisionClass precise = new PrecisionClass(OptionalDouble.of(0.85), 1, 0, 0, OptionalDouble.empty());
        Policy swapped = policy.withConstraints(Constraints.of(Map.of(), Map.of("precise", precise), Map.of()))
                .withTasks(Map.of(
                        "sql",
                        TaskRule.of("sim-medium", List.of("sim-frontier")).withPrecisionClass("precise")));
        Router router = Router.of(swapped);
        RoutingRequest sql = RoutingRequest.of("sql", "Count the rows");
        assertEquals("sim-frontier", router.route(sql).model());
        assertEquals("sim-medium", router.route(sql, Set.of("sim-frontier")).model());
    }

    @Test
    void theClassOfTheAgentGoesBeforeThatOfTheTask() {
        PrecisionClass free = new PrecisionClass(OptionalDouble.empty(), 1, 0, 0, OptionalDouble.empty());
        PrecisionClass thrifty = new PrecisionClass(OptionalDouble.empty(), 1, 100, 0, OptionalDouble.empty());
        Router router = Router.of(policy.withConstraints(
                        Constraints.of(Map.of(), Map.of("free", free, "thrifty", thrifty), Map.of("planner", "free")))
                .withTasks(Map.of(
                        "triage",
                        TaskRule.of("sim-frontier", List.of("sim-small")).withPrecisionClass("thrifty"))));
        assertEquals("sim-small", router.route(TRIAGE).model());
        assertEquals("sim-frontier", router.route(TRIAGE.withAgent("planner")).model());
    }

    @Test
    void anExcludedModelIsNeverDrawn() {
        Router router = Router.of(policy.withExploration(1), new SplittableRandom(5));
        for (int i = 0; i < 300; i++) {
            RouteDecision decision =
                    router.route(TRIAGE.withNeeds(Needs.NONE.withCapabilities("tools")), Set.of("sim-frontier"));
            assertEquals("sim-medium", decision.model());
            assertEquals(1, decision.propensity());
        }
    }

    @Test
    void aClassMustExist() {
        assertEquals(
                "constraints.agents.chat: must be a precision class, was fast",
                messageOf(() -> Constraints.of(Map.of(), Map.of(), Map.of("chat", "fast"))));
        assertEquals(
                "tasks.triage.precision_class: must be one of the constraints, was fast",
                messageOf(() -> policy.withTasks(
                        Map.of("triage", TaskRule.of("sim-frontier", List.of()).withPrecisionClass("fast")))));
    }

    private static String messageOf(org.junit.jupiter.api.function.Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    private static RoutingRequest tenant(String tenant) {
        return TRIAGE.withAttributes(Map.of("tenant", tenant));
    }

    private String classRoutes(PrecisionClass precision) {
        Policy classed =
                policy.withConstraints(Constraints.of(Map.of(), Map.of("class", precision), Map.of("agent", "class")));
        return Router.of(classed).route(TRIAGE.withAgent("agent")).model();
    }

    private Router router() {
        return Router.of(policy);
    }

    private void assertRoutes(Needs needs, String model) {
        assertEquals(model, router().route(TRIAGE.withNeeds(needs)).model());
    }

    private void assertExcluded(Needs needs, int candidate, Eligibility why) {
        RouteDecision decision = router().route(TRIAGE.withNeeds(needs));
        assertEquals(why, decision.candidates().get(candidate).eligibility());
        assertFalse(decision.candidates().get(candidate).eligible());
    }

    private static Policy limited(Limits... limits) {
        List<Candidate> candidates = new ArrayList<>(Policies.table().candidates());
        candidates.replaceAll(candidate -> candidate.withLimits(limits[candidates.indexOf(candidate)]));
        return Policies.table().withCandidates(candidates, "limits");
    }
}
