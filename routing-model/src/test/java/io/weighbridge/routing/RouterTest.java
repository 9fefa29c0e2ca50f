package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Router router = Router.of(Policies.table());

    @Test
    void theCheapestModelWithinTheToleranceIsChosen() {
        RouteDecision decision = router.route("triage", "Is the line down?");
        assertEquals("sim-small", decision.model());
        assertEquals(OptionalDouble.of(0.981), decision.expectedQuality());
        assertEquals(1, decision.propensity());
        assertEquals(
                "sim-small: expected quality 0.981 within 0.01 of sim-frontier's 0.985, saves 96 %; uncertified",
                decision.reason());
    }

    @Test
    void costIsTokensTimesPrices() {
        RoutingRequest request = RoutingRequest.of("triage", null).withInputTokens(1_000);
        assertEquals(
                OptionalDouble.of((1_000 * 0.15 + 100 * 0.60) / 1e6),
                router.route(request).expectedCostUsd());
    }

    @Test
    void outputIsCappedByTheLimitOfTheCall() {
        RoutingRequest request =
                RoutingRequest.of("triage", null).withInputTokens(0).withMaxOutputTokens(10);
        assertEquals(OptionalDouble.of(6e-6), router.route(request).expectedCostUsd());
    }

    @Test
    void withoutPromptTheMeanInputOfTheTaskIsUsed() {
        assertEquals(
                OptionalDouble.of((200 * 0.15 + 100 * 0.60) / 1e6),
                router.route(RoutingRequest.of("triage", null)).expectedCostUsd());
    }

    @Test
    void whereNothingElseIsGoodEnoughTheIncumbentStays() {
        RouteDecision decision = router.route("sql", "Count the rows");
        assertEquals("sim-frontier", decision.model());
        assertEquals("sim-frontier: incumbent, no cheaper open model is expected to be good enough", decision.reason());
        assertEquals(
                List.of(Eligibility.INCUMBENT, Eligibility.BELOW_TOLERANCE, Eligibility.BELOW_TOLERANCE),
                decision.candidates().stream()
                        .map(CandidateEstimate::eligibility)
                        .toList());
    }

    @Test
    void anUnknownTaskGoesToTheDefaultIncumbent() {
        RouteDecision decision = router.route("something else", "Hello");
        assertEquals("sim-frontier", decision.model());
        assertEquals(OptionalDouble.empty(), decision.expectedQuality());
        assertEquals("sim-frontier: default incumbent, the policy does not know the task", decision.reason());
    }

    @Test
    void theToleranceOfATaskReplacesThatOfTheRule() {
        TaskRule strict = new TaskRule("sim-frontier", List.of("sim-medium", "sim-small"), OptionalDouble.of(0.0025));
        Router strictRouter = Router.of(Policies.table().withTasks(Map.of("triage", strict)));
        assertEquals("sim-medium", strictRouter.route("triage", "Hello").model());
    }

    @Test
    void onlyOpenModelsReplaceTheIncumbent() {
        TaskRule mediumOnly = TaskRule.of("sim-frontier", List.of("sim-medium"));
        RouteDecision decision = Router.of(Policies.table().withTasks(Map.of("triage", mediumOnly)))
                .route("triage", "Hello");
        assertEquals("sim-medium", decision.model());
        assertEquals(Eligibility.NOT_OPEN, decision.candidates().get(2).eligibility());
    }

    @Test
    void aTaskWithoutOpenModelsKeepsItsIncumbent() {
        Router closed = Router.of(Policies.table().withTasks(Map.of("triage", TaskRule.of("sim-medium", List.of()))));
        assertEquals(
                "sim-medium: incumbent, no other model is open for this task",
                closed.route("triage", "Hello").reason());
    }

    @Test
    void utilityMayPayMoreForQuality() {
        TaskRule rule = TaskRule.of("sim-small", List.of("sim-frontier"));
        Policy policy = Policies.table().withTasks(Map.of("sql", rule)).withRule(new Rule.MaxUtility(10));
        RouteDecision decision =
                Router.of(policy).route(RoutingRequest.of("sql", null).withInputTokens(100));
        assertEquals(
                "sim-frontier: expected quality 0.900 against sim-small's 0.500, costs 2300 % more; uncertified",
                decision.reason());
    }

    @Test
    void aCandidateWithoutPriceIsNotChosen() {
        Policy policy = withFirstPrices(Policies.table(), Policies.FRONTIER, null);
        RouteDecision decision = Router.of(policy).route("triage", "Hello");
        assertEquals("sim-medium", decision.model());
        assertEquals(Eligibility.NO_COST, decision.candidates().get(2).eligibility());
        assertEquals(OptionalDouble.empty(), decision.candidates().get(2).expectedCostUsd());
    }

    @Test
    void anIncumbentWithoutPriceStays() {
        Policy policy = withFirstPrices(Policies.table(), null, Policies.SMALL);
        assertEquals(
                "sim-frontier: incumbent, its cost is unknown",
                Router.of(policy).route("triage", "Hello").reason());
    }

    @Test
    void theExpectedQualityIsBlendedFromModelAndTable() {
        theExpectedQualityIsBlended(Policies.perCall(3));
        theExpectedQualityIsBlended(Policies.trees(3));
        theExpectedQualityIsBlended(Policies.stacked(3));
    }

    private static void theExpectedQualityIsBlended(Policy policy) {
        RoutingRequest request = RoutingRequest.of("triage", "Is cell 17 down? {x}");
        SparseVector features = FeatureExtractor.of(policy.features()).extract(request);
        List<Score> scores = Router.of(policy).scores(request);
        for (int k = 0; k < scores.size(); k++) {
            QualityModel quality = policy.candidates().get(k).quality();
            CallModel perCall = Objects.requireNonNull(quality.perCall());
            double calibrated = quality.calibration().apply(perCall.logOdds(features));
            assertEquals(
                    OptionalDouble.of(perCall.logOdds(features)), scores.get(k).logOdds());
            assertEquals(OptionalDouble.of(calibrated), scores.get(k).calibrated());
            assertEquals(
                    OptionalDouble.of(0.7 * calibrated + (1 - 0.7) * 0.9),
                    scores.get(k).expectedQuality());
        }
    }

    @Test
    void withoutPromptTheTableDecides() {
        Score score = Router.of(Policies.perCall(3))
                .scores(RoutingRequest.of("triage", null))
                .get(0);
        assertEquals(OptionalDouble.empty(), score.logOdds());
        assertEquals(OptionalDouble.of(0.9), score.expectedQuality());
    }

    @Test
    void aBetterAndCheaperModelIsSaidToBeSo() {
        Policy policy = Policies.table().withTasks(Map.of("sql", TaskRule.of("sim-medium", List.of("sim-frontier"))));
        Policy dearMedium = withFirstPrices(policy, Policies.SMALL, Policies.SMALL);
        assertEquals(
                "sim-frontier: expected quality 0.900, not below sim-medium's 0.800, saves 85 %; uncertified",
                Router.of(dearMedium).route("sql", "Count the rows").reason());
    }

    @Test
    void threadsShareARouter() {
        Router shared = Router.of(Policies.perCall(3));
        List<String> prompts = IntStream.range(0, 500)
                .mapToObj(i -> ("item " + (char) ('a' + i % 26) + "b? ").repeat(i % 60))
                .toList();
        List<RouteDecision> expected =
                prompts.stream().map(prompt -> shared.route("sql", prompt)).toList();
        for (int round = 0; round < 5; round++) {
            assertTrue(expected.equals(prompts.parallelStream()
                    .map(prompt -> shared.route("sql", prompt))
                    .toList()));
        }
        assertTrue(
                expected.stream().map(RouteDecision::expectedCostUsd).distinct().count() > 50);
    }

    private static Policy withFirstPrices(Policy policy, @Nullable TokenPrices first, @Nullable TokenPrices last) {
        List<Candidate> candidates = policy.candidates();
        return Policy.of(
                policy.createdAt(),
                policy.features(),
                List.of(priced(candidates.get(0), first), candidates.get(1), priced(candidates.get(2), last)),
                policy.tasks(),
                policy.defaultIncumbent(),
                policy.rule(),
                policy.inputTokens(),
                policy.provenance());
    }

    private static Candidate priced(Candidate candidate, @Nullable TokenPrices prices) {
        return new Candidate(
                candidate.model(), candidate.provider(), prices, candidate.quality(), candidate.outputTokens());
    }
}
