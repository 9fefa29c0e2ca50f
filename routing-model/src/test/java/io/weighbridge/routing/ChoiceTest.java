package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final Policy EXPLORING = Policies.table().withExploration(0.3);

    @Test
    void propensitiesAreTheFrequenciesOfTheDraws() {
        Router router = Router.of(EXPLORING, new SplittableRandom(11));
        Map<String, Integer> drawn = new HashMap<>();
        Map<String, Double> propensity = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            RouteDecision decision = router.route("triage", "hello");
            drawn.merge(decision.model(), 1, Integer::sum);
            propensity.put(decision.model(), decision.propensity());
        }
        assertEquals(
                Map.of("sim-small", 1 - 0.3 + 0.3 / 3, "sim-medium", 0.3 / 3, "sim-frontier", 0.3 / 3), propensity);
        propensity.forEach((model, share) -> assertEquals(share, drawn.getOrDefault(model, 0) / 30_000.0, 0.01));
    }

    /** Pearson's statistic of the draws against the stated propensities, at 0.1 % for one degree less than the models. */
    @Test
    void propensitiesHoldUnderConstraintsAndFallbacks() {
        Policy policy = Policies.constrained(8).withExploration(0.4);
        RoutingRequest sql = RoutingRequest.of("sql", "Count the rows of {table}?");
        assertFrequencies(policy, sql, Set.of(), 13.82);
        assertFrequencies(policy, sql, Set.of("sim-frontier"), 10.83);
        assertFrequencies(policy, sql, Set.of("sim-medium"), 10.83);
        assertFrequencies(policy, sql.withNeeds(Needs.NONE.withCapabilities("json")), Set.of(), 10.83);
        assertFrequencies(policy, sql.withNeeds(Needs.NONE.withCapabilities("vision")), Set.of(), 10.83);
        assertFrequencies(policy, RoutingRequest.of("triage", "x").withAgent("chat"), Set.of(), 13.82);
        assertFrequencies(
                policy, RoutingRequest.of("triage", "x").withAttributes(Map.of("tenant", "acme")), Set.of(), 10.83);
    }

    private static void assertFrequencies(
            Policy policy, RoutingRequest request, Set<String> unavailable, double critical) {
        Router router = Router.of(policy, new SplittableRandom(3));
        Map<String, Integer> drawn = new HashMap<>();
        Map<String, Double> propensity = new HashMap<>();
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            RouteDecision decision = router.route(request, unavailable);
            drawn.merge(decision.model(), 1, Integer::sum);
            propensity.put(decision.model(), decision.propensity());
            assertFalse(unavailable.contains(decision.model()));
        }
        double total = 0;
        double statistic = 0;
        for (Map.Entry<String, Double> model : propensity.entrySet()) {
            double expected = draws * model.getValue();
            double difference = drawn.getOrDefault(model.getKey(), 0) - expected;
            statistic += difference * difference / expected;
            total += model.getValue();
        }
        assertEquals(1, total, 1e-12);
        assertTrue(statistic < critical, "statistic " + statistic + " of " + propensity);
    }

    @Test
    void anExploredDecisionSaysSo() {
        Router router = Router.of(EXPLORING, new SplittableRandom(11));
        RouteDecision decision = router.route(RoutingRequest.of("triage", "hello"), fixed(0.05));
        assertEquals("sim-frontier", decision.model());
        assertEquals("sim-frontier: drawn for exploration instead of sim-small", decision.reason());
    }

    @Test
    void aRequestWithItsOwnGeneratorIsDecidedAlikeAgain() {
        Router router = Router.of(EXPLORING, new SplittableRandom(11));
        for (int seed = 0; seed < 50; seed++) {
            RoutingRequest request = RoutingRequest.of("triage", "hello");
            assertEquals(
                    router.route(request, new SplittableRandom(seed)),
                    router.route(request, new SplittableRandom(seed)));
        }
    }

    @Test
    void theIncumbentOfAnUnknownTaskIsCertain() {
        Router router = Router.of(EXPLORING.withExploration(1), new SplittableRandom(11));
        assertEquals(1, router.route("other", "hello").propensity());
    }

    @Test
    void aRouterThatExploresNeedsAGenerator() {
        assertEquals(
                "exploration: needs a random generator for the router, was 0.3",
                assertThrows(IllegalArgumentException.class, () -> Router.of(EXPLORING))
                        .getMessage());
    }

    private static java.util.random.RandomGenerator fixed(double draw) {
        return new java.util.Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public double nextDouble() {
                return draw;
            }
        };
    }
}
