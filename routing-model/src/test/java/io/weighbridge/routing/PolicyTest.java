package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Candidate SMALL = Policies.candidate("sim-small", Policies.SMALL, Map.of("triage", 0.9));

    @Test
    void theIncumbentOfATaskMustBeACandidate() {
        assertEquals(
                "tasks.triage.incumbent: must be one of the candidates, was sim-frontier",
                messageOf(() -> policy(List.of(SMALL), "sim-small", TaskRule.of("sim-frontier", List.of()))));
    }

    @Test
    void anOpenModelMustBeACandidate() {
        assertEquals(
                "tasks.triage.open: must be one of the candidates, was sim-frontier",
                messageOf(
                        () -> policy(List.of(SMALL), "sim-small", TaskRule.of("sim-small", List.of("sim-frontier")))));
    }

    @Test
    void theDefaultIncumbentMustBeACandidate() {
        assertEquals(
                "default_incumbent: must be one of the candidates, was other",
                messageOf(() -> policy(List.of(SMALL), "other", TaskRule.of("sim-small", List.of()))));
    }

    @Test
    void candidatesMustDiffer() {
        assertEquals(
                "candidates: must differ in model, was sim-small",
                messageOf(() -> policy(List.of(SMALL, SMALL), "sim-small", TaskRule.of("sim-small", List.of()))));
    }

    @Test
    void tasksTimesCandidatesAreBounded() {
        Map<String, TaskRule> tasks = IntStream.range(0, 400_000)
                .boxed()
                .collect(Collectors.toMap(i -> "task " + i, i -> TaskRule.of("sim-small", List.of())));
        assertEquals(
                "tasks: must be at most 333333 with so many candidates, was 400002",
                messageOf(() -> Policies.table().withTasks(tasks)));
    }

    @Test
    void weightsMustLieInsideTheFeatures() {
        int dimension = FeatureSchema.defaults().dimension();
        LogisticModel outside = new LogisticModel(0, SparseVector.of(new int[] {dimension}, new double[] {1}));
        Candidate candidate = new Candidate(
                "sim-small",
                "simulated",
                null,
                QualityModel.of(outside, Calibration.IDENTITY, Map.of()),
                OutputTokens.of(1, Map.of()));
        assertEquals(
                "candidate sim-small.per_call: indices must be below the dimension 69760, was 69760",
                messageOf(() -> policy(List.of(candidate), "sim-small", TaskRule.of("sim-small", List.of()))));
    }

    @Test
    void valuesOutsideTheirRangesAreRefused() {
        assertEquals("mean: must be in [0, 1], was 1.1", messageOf(() -> new TaskQuality(1.1, 1, 0)));
        assertEquals("per_call_share: must be in [0, 1], was NaN", messageOf(() -> new TaskQuality(1, 1, Double.NaN)));
        assertEquals(
                "bias: must be at most 1e100 in size, was NaN",
                messageOf(() -> new LogisticModel(Double.NaN, SparseVector.ZERO)));
        assertEquals("prices.input_picodollars: must be in [0, 2^53], was -1", messageOf(() -> new TokenPrices(-1, 0)));
        assertEquals("rule.tolerance: must be in [0, 1], was -0.1", messageOf(() -> new Rule.CheapestWithin(-0.1)));
        assertEquals(
                "rule.quality_per_usd: must be finite and not negative, was Infinity",
                messageOf(() -> new Rule.MaxUtility(Double.POSITIVE_INFINITY)));
        assertEquals(
                "input_tokens.bytes_per_token: must be finite and positive, was 0.0",
                messageOf(() -> InputTokens.of(0, Map.of())));
        assertEquals(
                "output_tokens.mean: must be finite and not negative, was -1.0",
                messageOf(() -> OutputTokens.of(-1, Map.of())));
        assertEquals(
                "task.tolerance: must be in [0, 1], was 2.0",
                messageOf(() -> new TaskRule("m", List.of(), OptionalDouble.of(2))));
        assertEquals(
                "exploration: must be in [0, 1], was 1.5",
                messageOf(() -> Policies.table().withExploration(1.5)));
        assertEquals(
                "input_tokens: must not be negative, was -1",
                messageOf(() -> RoutingRequest.of("t", null).withInputTokens(-1)));
    }

    @Test
    void aCertificateCannotHaveMoreClustersThanUnits() {
        assertEquals(
                "certificate.clusters: must be 0 to 5 units, was 6",
                messageOf(() -> new Certificate(
                        0.01,
                        0.95,
                        false,
                        5,
                        6,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "none",
                        "none",
                        OptionalDouble.empty(),
                        OptionalDouble.empty())));
    }

    @Test
    void aTaskReachesItsFallbacksOnlyWhereItsIncumbentMayBeExcluded() {
        Policy policy = Policies.table().withTasks(Map.of("triage", TaskRule.of("sim-frontier", List.of("sim-small"))));
        Set<String> intended = Set.of("sim-frontier", "sim-small");
        assertEquals(intended, policy.intended("triage"));
        assertEquals(intended, policy.reachable("triage"));
        assertEquals(intended, withContexts(policy, 0, 8_000, 8_000).reachable("triage"));
        assertEquals(intended, withContexts(policy, 8_000, 8_000, 0).reachable("triage"));
        Set<String> all = Set.of("sim-frontier", "sim-medium", "sim-small");
        assertEquals(all, withContexts(policy, 8_000, 16_000, 0).reachable("triage"));
        assertEquals(all, withContexts(policy, 8_000, 0, 0).reachable("triage"));
        assertEquals(intended, withContexts(policy, 8_000, 0, 0).intended("triage"));
    }

    /** @param lengths of the candidates' contexts, 0 for unknown */
    private static Policy withContexts(Policy policy, long... lengths) {
        List<Candidate> candidates = new ArrayList<>();
        for (int k = 0; k < lengths.length; k++) {
            Candidate candidate = policy.candidates().get(k);
            candidates.add(
                    lengths[k] == 0
                            ? candidate
                            : candidate.withLimits(Limits.UNKNOWN.withContext(lengths[k], lengths[k])));
        }
        return policy.withCandidates(candidates, "for the test");
    }

    @Test
    void aCertificateBindsThePolicyAsItIs() {
        Policy certified = Policies.table().withCertificate(Policies.certificate());
        assertTrue(certified.isCertified(NOW));
        assertFalse(certified.isUncertified(NOW));
        for (Policy changed : List.of(
                certified.withRule(new Rule.MaxUtility(3)),
                certified.withTasks(certified.tasks()),
                certified.withExploration(0.1),
                certified.withCandidates(certified.candidates(), "prices changed"))) {
            assertTrue(changed.isUncertified(NOW));
            Certificate certificate = Objects.requireNonNull(changed.certificate());
            assertTrue(certificate.certified());
            assertNotNull(certificate.voided());
        }
        assertFalse(certified.withRule(new Rule.IncumbentOnly()).isUncertified(NOW));
    }

    @Test
    void anExpiredCertificateIsAsGoodAsAVoidOne() {
        Policy certified = Policies.table().withCertificate(Policies.certificate(NOW));

        Instant before = NOW.minusNanos(1);
        assertTrue(certified.isCertified(before));
        assertFalse(certified.isUncertified(before));
        assertEquals("certified until 2026-11-27T12:00:00Z", stateAt(certified, before));
        assertFalse(certified.isCertified(NOW));
        assertTrue(certified.isUncertified(NOW));
        assertEquals("expired at 2026-11-27T12:00:00Z", stateAt(certified, NOW));
        assertEquals("void: its exploration was changed", stateAt(certified.withExploration(0.1), NOW));

        RouteDecision decided = decision(certified, before);
        assertEquals("sim-small", decided.model());
        assertTrue(decided.certificateCovers());
        RouteDecision expired = decision(certified, NOW);
        RouteDecision voided =
                decision(certified.withCertificate(Policies.certificate(NOW).voided("for the test")), before);
        assertEquals("sim-small", expired.model());
        assertFalse(expired.certificateCovers());
        assertEquals(decided.reason() + "; uncertified", expired.reason());
        assertEquals(voided.reason(), expired.reason());
    }

    private static String stateAt(Policy policy, Instant time) {
        return Objects.requireNonNull(policy.certificate()).stateAt(time);
    }

    private static RouteDecision decision(Policy policy, Instant time) {
        return Router.of(policy, new SplittableRandom(0), InstantSource.fixed(time))
                .route(RoutingRequest.of("triage", null));
    }

    @Test
    void whatWasNeverCertifiedCannotBeVoided() {
        Certificate none = new Certificate(
                0.01,
                0.95,
                false,
                5,
                5,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                "none",
                "none",
                OptionalDouble.empty(),
                OptionalDouble.empty());
        assertEquals(none, none.voided("prices changed"));
    }

    @Test
    void aCascadeBeginsWithTheOneOpenModelAndEndsWithTheIncumbent() {
        TaskRule rule = TaskRule.of("sim-frontier", List.of("sim-small"));
        Cascade cascade = new Cascade("sim-small", "exact", 0.0001, "sim-frontier");
        assertEquals(
                cascade, rule.withCascade(cascade).withPrecisionClass("fast").cascade());
        assertEquals(
                "task.cascade.first: must be the only model in open [sim-small], was sim-medium",
                messageOf(() -> rule.withCascade(new Cascade("sim-medium", "exact", 0, "sim-frontier"))));
        assertEquals(
                "task.cascade.escalation: must be the incumbent sim-frontier, was sim-medium",
                messageOf(() -> rule.withCascade(new Cascade("sim-small", "exact", 0, "sim-medium"))));
        Policy policy = Policies.table().withTasks(Map.of("triage", rule.withCascade(cascade)));
        assertEquals(policy, PolicyJson.fromBytes(PolicyJson.toBytes(policy)));
        assertTrue(Router.of(policy)
                .route("triage", "Hello")
                .reason()
                .contains("; exact checks the answer, else sim-frontier"));
    }

    @Test
    void aTrialNamesItsHashes() {
        assertEquals(
                "certificate.trial.set: must be 64 hexadecimal digits, was 12",
                messageOf(() -> new Certificate.Trial("0".repeat(64), "12", 1, 1, 0.0125, 0.5, 1)));
    }

    private static Policy policy(List<Candidate> candidates, String defaultIncumbent, TaskRule triage) {
        return Policy.of(
                Instant.EPOCH,
                FeatureSchema.defaults(),
                candidates,
                Map.of("triage", triage),
                defaultIncumbent,
                new Rule.IncumbentOnly(),
                InputTokens.of(4, Map.of()),
                Policies.provenance());
    }

    private static String messageOf(Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
