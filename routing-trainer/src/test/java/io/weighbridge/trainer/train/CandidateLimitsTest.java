package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Limits;
import io.weighbridge.routing.Needs;
import io.weighbridge.routing.NoEligibleModelException;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.RoutingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that sends classify to sim-small, by a log in which that model takes four seconds for its slowest answers. */
class CandidateLimitsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    private static final RoutingRequest REQUEST =
            RoutingRequest.of("classify", "classify request 1: a short and plain case");

    @TempDir
    private Path directory;

    @Test
    void aSlowModelIsNotChosenForACallThatCannotWait() throws IOException {
        Policy policy = trained("{}", summary(4_000, 5_000));
        Router router = Router.of(policy);

        assertEquals(OptionalDouble.of(4_000), limits(policy, "sim-small").latencyP95Millis());
        assertEquals("sim-small", router.route(REQUEST).model());
        assertEquals("sim-small", within(router, 4_000).model());
        RouteDecision fast = within(router, 3_999);
        assertEquals("sim-frontier", fast.model());
        assertTrue(
                fast.candidates().toString().contains("TOO_SLOW"),
                fast.candidates().toString());
        assertThrows(NoEligibleModelException.class, () -> within(router, 500));
    }

    @Test
    void ofAModelWithFewTimedCallsTheLatencyIsUnknownAndExcludesItOnlyWhereItIsAskedFor() throws IOException {
        Policy policy = trained("{}", summary(100, Latencies.LEAST_CALLS - 1));
        Router router = Router.of(policy);

        assertEquals(OptionalDouble.empty(), limits(policy, "sim-small").latencyP95Millis());
        assertEquals("sim-small", router.route(REQUEST).model());
        assertEquals("sim-frontier", within(router, 3_000).model());
    }

    @Test
    void anAuditWithoutSummaryOrCountsTellsNoLatency() throws IOException {
        assertEquals(Limits.UNKNOWN, limits(trained("{}", null), "sim-small"));
        String before = summary(100, 5_000).replaceAll("\"latency_calls\":[0-9]+,", "");
        assertEquals(Limits.UNKNOWN, limits(trained("{}", before), "sim-small"));
    }

    @Test
    void aLatencyThatIsNoneIsNamed() {
        BadInputException error = assertThrows(
                BadInputException.class,
                () -> trained("{}", summary(100, 5_000).replace("\"latency_p95_ms\":100,", "\"latency_p95_ms\":-1,")));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("summary.json: by_model.sim-small.traffic.latency_p95_ms: must be a number of"
                                + " milliseconds, was -1"),
                error.getMessage());
    }

    @Test
    void theSettingsOutrankThePriceBookWhereTheySaySomething() throws IOException {
        Path book = Files.writeString(directory.resolve("prices.json"), """
                {"format":"weighbridge-prices/1","entries":[{"model":"sim-small","provider":"simulated","input":"0.15",
                "output":"0.60","max_input_tokens":100,"max_output_tokens":50,"capabilities":["json","tools"],
                "source":"test","as_of":"2026-11-01"}]}
                """);
        Policy policy = trained(
                "{prices: [" + book + "], model_limits: {sim-small: {max_output_tokens: 60, regions: [eu]}}}", null);

        assertEquals(
                Limits.UNKNOWN
                        .withContext(100, 60)
                        .withCapabilities(Set.of("json", "tools"))
                        .withRegions(Set.of("eu")),
                limits(policy, "sim-small"));
        assertEquals(Limits.UNKNOWN, limits(policy, "sim-medium"));
        Router router = Router.of(policy);
        assertEquals("sim-small", router.route(REQUEST.withInputTokens(100)).model());
        assertEquals("sim-frontier", router.route(REQUEST.withInputTokens(101)).model());
        assertEquals(
                "sim-small",
                router.route(REQUEST.withNeeds(Needs.NONE.withCapabilities("tools")))
                        .model());
        assertTrue(card().contains("| sim-small | simulated | 100 | 60 | json, tools | eu | unknown |"), card());
    }

    @Test
    void aContextThatTheLogContradictsIsUnknown() throws IOException {
        Policy policy = trained("{model_limits: {sim-small: {max_input_tokens: 39, max_output_tokens: 60}}}", null);

        assertEquals(OptionalLong.empty(), limits(policy, "sim-small").maxInputTokens(), "it has answered 40 tokens");
        assertEquals(OptionalLong.of(60), limits(policy, "sim-small").maxOutputTokens());
    }

    /** As an audit writes it. */
    private static String summary(long p95Millis, long calls) {
        String traffic = "{\"model\":\"%s\",\"calls\":9000,\"traffic\":{\"latency_p50_ms\":90,\"latency_p95_ms\":%d,"
                + "\"latency_calls\":%d,\"latency_relative_error\":0.015625}}";
        return "{\"by_model\":[" + traffic.formatted("sim-small", p95Millis, calls) + ","
                + traffic.formatted("sim-frontier", 900, 9_000)
                + ",{\"model\":\"sim-medium\",\"traffic\":{\"latency_p50_ms\":null,\"latency_p95_ms\":null,\"latency_calls\":0}},"
                + "{\"model\":\"other\",\"traffic\":null}]}";
    }

    private static RouteDecision within(Router router, double millis) {
        return router.route(REQUEST.withNeeds(Needs.NONE.withLatencyMillis(millis)));
    }

    private static Limits limits(Policy policy, String model) {
        return policy.candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst()
                .orElseThrow()
                .limits();
    }

    private Policy trained(String settings, @Nullable String summary) throws IOException {
        Path lake = TrainingWorld.lake(
                directory.resolve("lake"), TrainingWorld.mixed().rows(8_000, 1));
        if (summary != null) {
            Files.writeString(lake.resolve("audits/20261101T000000Z-abcdef/summary.json"), summary);
        }
        Path file = Files.writeString(directory.resolve("weighbridge.yaml"), settings);
        new TrainJob(lake, Settings.load(file, Map.of()), CLOCK)
                .run(null, TrainOptions.defaults(), directory.resolve("policy.json"), stage -> {});
        return PolicyJson.read(directory.resolve("policy.json"));
    }

    private String card() throws IOException {
        try (Stream<Path> policies = Files.list(directory.resolve("lake/policies"))) {
            return Files.readString(policies.findFirst().orElseThrow().resolve("model-card.md"));
        }
    }
}
