package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.routing.RouteExplanation.Flip;
import io.weighbridge.routing.RouteExplanation.Lever;
import io.weighbridge.routing.RouteExplanation.Push;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final FeatureSchema SCHEMA = FeatureSchema.defaults();

    @Test
    void aPushIsTheLogOddsWithTheFeatureLessThoseWithout() {
        int refund = bucket("refund");
        LogisticModel model = new LogisticModel(0, SparseVector.of(new int[] {refund}, new double[] {2}));
        SparseVector features =
                FeatureExtractor.of(SCHEMA).extract(RoutingRequest.of("triage", "My refund, my refund"));
        List<Push> pushes = Pushes.of(
                model, features, FeatureNames.of(SCHEMA, RoutingRequest.of("triage", "My refund, my refund")));
        assertEquals(List.of(new Push(refund, "\"refund\"", 2 * features.at(refund))), pushes);
    }

    @Test
    void everyFeatureOfARequestHasAName() {
        for (String prompt : List.of("Is cell 17 down? {x}", "", "\u8BF7 \u2264 \u00FCber 3")) {
            RoutingRequest request = RoutingRequest.of("triage", prompt).withAttributes(Map.of("team", "billing"));
            FeatureSchema schema = SCHEMA.withTaskWords(true).withAttributes(List.of("team"));
            Map<Integer, String> names = FeatureNames.of(schema, request);
            for (int index : FeatureExtractor.of(schema).extract(request).indices()) {
                assertTrue(names.containsKey(index), prompt + ": feature " + index);
            }
        }
    }

    @Test
    void theSmallestChangesAreTheDistancesToTheRivals() {
        RouteExplanation explanation =
                Router.of(Policies.table()).explain(RoutingRequest.of("triage", "Is the line down?"));
        assertEquals("sim-small", explanation.decision().model());
        assertEquals("cheapest-within 0.01", explanation.rule());
        Flip tolerance = explanation.flips().get(0);
        assertEquals(Lever.TOLERANCE, tolerance.lever());
        assertEquals(0.985 - 0.981, tolerance.to(), 1e-12);
        assertEquals("sim-medium", tolerance.model());
        Flip cost = explanation.flips().get(1);
        assertEquals(Lever.COST, cost.lever());
        double ratio = explanation
                        .decision()
                        .candidates()
                        .get(1)
                        .expectedCostUsd()
                        .orElseThrow()
                / explanation.decision().candidates().get(2).expectedCostUsd().orElseThrow();
        assertEquals(Math.log(ratio), Math.abs(Math.log(cost.to() / cost.from())), 1e-9);
        Flip quality = explanation.flips().get(2);
        assertEquals(new Flip(Lever.QUALITY, quality.candidate(), quality.from(), quality.to(), "sim-medium"), quality);
        assertEquals(0.006, Math.abs(quality.to() - quality.from()), 1e-9);
    }

    @Test
    void whatFlipsADecisionDoesSoInARouterToo() {
        Random random = new Random(1);
        int flips = 0;
        for (int seed = 0; seed < 40; seed++) {
            Policy policy = Policies.trees(seed).withRule(rule(random));
            RoutingRequest request = RoutingRequest.of("triage", "Which plan has 25 GB? " + "x ".repeat(seed));
            RouteExplanation explanation = Router.of(policy).explain(request);
            for (Flip flip : explanation.flips()) {
                if (flip.lever() == Lever.TOLERANCE) {
                    flips++;
                    String flipped = Router.of(policy.withRule(new Rule.CheapestWithin(flip.to())))
                            .route(request)
                            .model();
                    assertNotEquals(explanation.decision().model(), flipped);
                    assertEquals(flip.model(), flipped);
                }
            }
        }
        assertTrue(flips > 10, "flips: " + flips);
    }

    @Test
    void whatCannotChangeADecisionIsNotThere() {
        Policy closed = Policies.table().withRule(new Rule.IncumbentOnly());
        RouteExplanation explanation = Router.of(closed).explain(RoutingRequest.of("triage", "Hello"));
        assertEquals(List.of(), explanation.flips());
        assertEquals("incumbent-only", explanation.rule());
        assertTrue(explanation.pushes().stream().allMatch(push -> push.pushes().isEmpty()));
        assertEquals(
                Optional.empty(),
                Router.of(Policies.table())
                        .explain(RoutingRequest.of("triage", "Hello"))
                        .flips()
                        .get(0)
                        .candidate());
    }

    private static Rule rule(Random random) {
        return new Rule.CheapestWithin(random.nextDouble() / 2);
    }

    private static int bucket(String word) {
        return FeatureHash.finish(FeatureHash.extend(FeatureHash.EMPTY, word)) & (SCHEMA.textBuckets() - 1);
    }
}
