package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.routing.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ports agree with this library on every feature, quality, cost and decision, to the bit. */
class PortableScorerTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Port.class)
    void decisionsAreEqualToTheBit(Port port) throws Exception {
        assertAgree(port, Policies.perCall(3), requests(1));
        assertAgree(port, Policies.perCall(4).withRule(new Rule.MaxUtility(30)), requests(2));
        assertAgree(port, Policies.trees(6), requests(5));
        assertAgree(port, Policies.stacked(6), requests(5));
        assertAgree(port, Policies.trees(7).withRule(new Rule.MaxUtility(3)), requests(6));
        assertAgree(port, Policies.table(), requests(3));
        assertAgree(port, Policies.perCall(5).withRule(new Rule.IncumbentOnly()), requests(4));
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void constraintsAndFallbacksAgree(Port port) throws Exception {
        Policy constrained = Policies.constrained(8);
        assertAllAgree(port, constrained, demandingRequests(7, 400));
        assertAllAgree(port, constrained.withRule(new Rule.MaxUtility(100)), demandingRequests(8, 200));
        assertAllAgree(port, constrained.withCertificate(Policies.certificate()), demandingRequests(9, 200));
        Certificate expired = Policies.certificate(Instant.parse("2020-02-29T12:00:00.123456789Z"));
        assertAllAgree(port, constrained.withCertificate(expired), demandingRequests(9, 20));
        assertAllAgree(port, constrained.withRule(new Rule.IncumbentOnly()), demandingRequests(10, 100));
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void longPromptsAreReadAtBothEnds(Port port) throws Exception {
        List<RoutingRequest> requests = new ArrayList<>();
        for (String middle : new String[] {"x", "\u00E9", "\u8BF7", "\uD83D\uDCDE", "\uD800"}) {
            for (int shift = 0; shift < 4; shift++) {
                requests.add(RoutingRequest.of("triage", "a".repeat(shift) + middle.repeat(2_000) + " plan"));
            }
        }
        assertAgree(port, Policies.perCall(3), requests);
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void aChangedPolicyIsRefused(Port port) throws Exception {
        String text = new String(PolicyJson.toBytes(Policies.table()), StandardCharsets.UTF_8);
        assertRefused(port, text.replace("0.981", "0.991"), "sha256: the body was changed after it was written");
        assertRefused(port, text.replace("policy/1", "policy/3"), "Unsupported policy format 3; this build reads 1");
        assertRefused(port, text.substring(0, 2_000), "the file is truncated");
        assertRefused(port, "{}", "not a policy");
        assertRefused(port, sealed(Policies.trees(1), "\"trees\": 30", "\"trees\": 29"), "must be complete trees");
        assertRefused(port, sealed(Policies.trees(1), "\"boosted-trees\"", "\"forest\""), "unknown model; this build");
        for (String field : List.of("features", "candidates", "golden_vectors", "quality", "per_call")) {
            String missing = sealed(Policies.trees(1), "\"" + field + "\":", "\"other\":");
            assertRefused(port, missing, "not a policy of version 1");
        }
        assertRefused(
                port,
                sealed(Policies.trees(1), "\"candidates\": [", "\"candidates\": 7, \"x\": ["),
                "not a policy of version 1");
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void theGoldenPoliciesAreTakenByThePorts(Port port) throws Exception {
        for (String file : List.of("policy-v1.json", "policy-v1-trees.json")) {
            String output = port.run(Path.of("src/test/resources", file), "triage");
            assertTrue(output.startsWith("{\"model\":"), output);
        }
    }

    /** A request, and who is unavailable. */
    private record Asked(RoutingRequest request, Set<String> unavailable) {}

    private void assertAgree(Port port, Policy policy, List<RoutingRequest> requests) throws Exception {
        assertAllAgree(
                port,
                policy,
                requests.stream().map(request -> new Asked(request, Set.of())).toList());
    }

    private void assertAllAgree(Port port, Policy policy, List<Asked> requests) throws Exception {
        Path policyFile = directory.resolve("policy.json");
        Path requestsFile = directory.resolve("requests.json");
        PolicyJson.write(policy, policyFile);
        Files.writeString(requestsFile, json(requests));
        List<String> actual =
                port.check("check_router", policyFile, requestsFile).lines().toList();
        Router router = Router.of(policy);
        assertEquals(requests.size(), actual.size(), () -> String.join("\n", actual));
        for (int i = 0; i < requests.size(); i++) {
            assertEquals(line(router, requests.get(i)), actual.get(i), "request " + i);
        }
    }

    private void assertRefused(Port port, String policy, String message) throws Exception {
        Path file = Files.writeString(directory.resolve("bad.json"), policy);
        String output = port.run(file, "triage");
        assertTrue(output.contains(message), output);
    }

    /** A policy file whose body was changed before it was sealed. */
    private static String sealed(Policy policy, String original, String changed) {
        String body = PolicyWriter.body(policy);
        assertTrue(body.contains(original), original);
        byte[] file = Envelope.seal(body.replace(original, changed).getBytes(StandardCharsets.US_ASCII));
        return new String(file, StandardCharsets.US_ASCII);
    }

    private static String line(Router router, Asked asked) {
        RoutingRequest request = asked.request();
        RouteDecision decision;
        try {
            decision = router.route(request, asked.unavailable());
        } catch (NoEligibleModelException e) {
            return String.valueOf(e.getMessage());
        }
        SparseVector features = router.features(request);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            entries.add(features.index(i) + "=" + bits(OptionalDouble.of(features.value(i))));
        }
        return String.join(
                " ",
                decision.model(),
                decision.kind().name().toLowerCase(Locale.ROOT),
                Boolean.toString(decision.certificateCovers()),
                decision.candidates().stream()
                        .map(candidate -> bits(candidate.expectedQuality()))
                        .collect(Collectors.joining(",")),
                decision.candidates().stream()
                        .map(candidate -> bits(candidate.expectedCostUsd()))
                        .collect(Collectors.joining(",")),
                String.join(",", entries));
    }

    private static String bits(OptionalDouble value) {
        return value.isEmpty() ? "-" : HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value.getAsDouble()));
    }

    private static List<RoutingRequest> requests(int seed) {
        Random random = new Random(seed);
        List<String> tasks = List.of("triage", "sql", "constructor", "\u00FCnknown");
        List<RoutingRequest> requests = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            requests.add(new RoutingRequest(
                    tasks.get(random.nextInt(tasks.size())),
                    random.nextInt(15) == 0 ? null : OddPrompts.prompt(random),
                    Map.of("team", random.nextBoolean() ? "billing" : "netz\u00E9"),
                    random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(9_000)) : OptionalLong.empty(),
                    random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(200)) : OptionalLong.empty()));
        }
        return requests;
    }

    private static List<Asked> demandingRequests(int seed, int count) {
        Random random = new Random(seed);
        List<String> models = List.of("sim-frontier", "sim-medium", "sim-small", "other");
        List<Asked> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RoutingRequest request = RoutingRequest.of(
                            List.of("triage", "sql", "x").get(random.nextInt(3)), OddPrompts.prompt(random))
                    .withAttribution(oneOf(random, null, "acme", "eu-only", "other"), null, null)
                    .withAgent(oneOf(random, null, "chat", "batch", "constructor"));
            if (random.nextInt(3) == 0) {
                request = request.withInputTokens(random.nextInt(9_000));
            }
            if (random.nextInt(3) == 0) {
                request = request.withMaxOutputTokens(random.nextInt(1_500));
            }
            Set<String> unavailable = new HashSet<>();
            while (random.nextInt(2) == 0) {
                unavailable.add(models.get(random.nextInt(4)));
            }
            requests.add(new Asked(random.nextBoolean() ? request.withNeeds(needs(random)) : request, unavailable));
        }
        return requests;
    }

    private static Needs needs(Random random) {
        Needs needs = Needs.NONE;
        if (random.nextInt(3) == 0) {
            needs = needs.withCapabilities(
                    List.of("json", "tools", "vision", "toString").get(random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            needs = needs.withRegions(List.of("eu", "us", "mars").get(random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            needs = needs.withInputTokens(random.nextInt(9_000));
        }
        if (random.nextInt(4) == 0) {
            needs = needs.withOutputTokens(random.nextInt(1_500));
        }
        return random.nextInt(4) == 0 ? needs.withLatencyMillis(random.nextInt(4_000)) : needs;
    }

    private static @Nullable String oneOf(Random random, @Nullable String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String json(List<Asked> requests) {
        JsonWriter json = new JsonWriter().beginArray();
        for (Asked asked : requests) {
            RoutingRequest request = asked.request();
            Needs needs = request.needs();
            json.element().beginObject();
            json.field("task").string(request.task());
            json.field("prompt").string(request.prompt());
            for (String attribute : List.of("team", "tenant", "agent")) {
                json.field(attribute).string(request.attributes().get(attribute));
            }
            names(json.field("unavailable"), asked.unavailable());
            number(json.field("input_tokens"), request.inputTokens());
            number(json.field("max_output_tokens"), request.maxOutputTokens());
            json.field("needs").beginObject();
            names(json.field("capabilities"), needs.capabilities());
            names(json.field("regions"), needs.regions());
            number(json.field("input_tokens"), needs.inputTokens());
            number(json.field("output_tokens"), needs.outputTokens());
            needs.latencyMillis().ifPresentOrElse(json.field("latency_millis")::number, json::nothing);
            json.endObject().endObject();
        }
        return json.endArray().toString();
    }

    private static void names(JsonWriter json, Set<String> names) {
        json.beginArray();
        names.stream().sorted().forEach(name -> json.element().string(name));
        json.endArray();
    }

    private static void number(JsonWriter json, OptionalLong value) {
        value.ifPresentOrElse(json::integer, json::nothing);
    }
}
