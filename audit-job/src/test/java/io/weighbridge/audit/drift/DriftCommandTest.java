package io.weighbridge.audit.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.InputTokens;
import io.weighbridge.routing.OutputTokens;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.QualityModel;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.routing.TokenPrices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 12,500 calls that a certified policy moved from large to small, a second apart. Both answers are right in the first 10,000;
 * then small fails three of ten. A lake with the calls, and one where also the answers to a tenth of them were scored.
 */
class DriftCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant FIRST = Instant.parse("2026-11-01T00:00:00Z");
    private static final int GOOD = 10_000;
    private static final int CALLS = 12_500;
    private static final int CALLS_OF_INCUMBENT = 100;

    @TempDir
    static Path folder = Path.of(".");

    private static final Policy POLICY = certified(Instant.parse("2027-11-01T00:00:00Z"));

    @BeforeAll
    static void ingest() throws IOException {
        SharedSpark.session();
        List<String> calls = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(call(i, "triage", "small"));
            outcomes.add(outcome(i, "small", i >= GOOD && i % 10 < 3 ? 0 : 1));
            outcomes.add(outcome(i, "large", 1));
        }
        for (int i = CALLS; i < CALLS + CALLS_OF_INCUMBENT; i++) {
            calls.add(call(i, "unknown", "large"));
        }
        Path log = Files.write(folder.resolve("calls.jsonl"), calls);
        run("ingest", "--lake", lake("asked"), log.toString());
        run("ingest", "--lake", lake("jump"), log.toString(), file("outcomes", outcomes));
        run("ingest", "--lake", lake("good"), log.toString(), file("good", outcomes.subList(0, 2 * GOOD)));
        PolicyJson.write(POLICY, folder.resolve("policy.json"));
    }

    @Test
    void aLossThatJumpsAfterTenThousandGoodCallsWithdrawsTheCertificate() throws IOException {
        JsonNode result = drift("jump", "--share", "0.1");

        assertTrue(result.path("alarm").asBoolean(), result.toString());
        Instant alarm = Instant.parse(result.path("alarm_at").asText());
        assertFalse(alarm.isBefore(FIRST.plusSeconds(GOOD)), alarm.toString());
        assertEquals(CALLS + CALLS_OF_INCUMBENT, result.path("routed_calls").asInt());
        assertEquals(1_260.0, result.path("shadowed_calls").asInt(), 120);
        Policy withdrawn = PolicyJson.read(folder.resolve("watched.json"));
        assertEquals(PolicyJson.id(withdrawn), result.path("policy").asText());
        Certificate certificate = Objects.requireNonNull(withdrawn.certificate());
        assertFalse(certificate.holdsAt(FIRST));
        assertEquals(
                "void: its loss on shadowed calls exceeded what is certified, at the call of " + alarm,
                certificate.stateAt(FIRST));
        assertEquals(POLICY.tasks(), withdrawn.tasks());
    }

    @Test
    void goodCallsRaiseNoAlarmAndTheFileStaysAsItIs() throws IOException {
        JsonNode result = drift("good", "--share", "0.1");

        assertFalse(result.path("alarm").asBoolean(), result.toString());
        assertEquals(0, result.path("mean_loss").asDouble());
        assertTrue(result.path("waiting_calls").asInt() > 100, "nothing is known of the last calls");
        assertFalse(Instant.parse(result.path("watched_until").asText()).isAfter(FIRST.plusSeconds(GOOD)));
        assertEquals(-1, Files.mismatch(folder.resolve("policy.json"), folder.resolve("watched.json")));
    }

    @Test
    void whatIsMissingIsAskedGradedAndWatched() throws IOException {
        Path plan = folder.resolve("plan.jsonl");
        JsonNode asked = drift("asked", "--share", "0.02", "--ask", plan.toString());
        assertEquals(0, asked.path("watched_calls").asInt());
        List<String> requests = Files.readAllLines(plan);
        assertEquals(2 * asked.path("waiting_calls").asInt(), requests.size());
        assertEquals(requests.size(), asked.path("asked_answers").asInt());
        JsonNode first = JSON.readTree(requests.get(1)).path("body");
        assertEquals("large", first.path("model").asText());
        assertTrue(first.at("/messages/0/content").asText().startsWith("Which line is down?"), first.toString());

        List<String> scores = new ArrayList<>();
        for (String request : requests) {
            scores.add("{\"custom_id\":" + JSON.readTree(request).path("custom_id") + ",\"score\":1}");
        }
        Path outcomes = folder.resolve("graded.jsonl");
        run(
                "replay-outcomes",
                "--plan",
                plan.toString(),
                "--scores",
                file("scores", scores),
                "--label-source",
                "exact",
                "--out",
                outcomes.toString());
        run("ingest", "--lake", lake("asked"), outcomes.toString());

        JsonNode watched = drift("asked", "--share", "0.02");
        assertEquals(0, watched.path("waiting_calls").asInt());
        assertEquals(watched.path("shadowed_calls"), watched.path("watched_calls"));
        assertFalse(watched.path("alarm").asBoolean());
    }

    @Test
    void aLargerShareHoldsTheSmallerOne() {
        Shadow small = shadow(0.02);
        Shadow large = shadow(0.05);

        List<String> ids = large.calls().stream().map(ShadowedCall::callId).toList();
        List<String> smaller = small.calls().stream().map(ShadowedCall::callId).toList();
        assertTrue(ids.containsAll(smaller));
        assertNotEquals(ids.size(), smaller.size());
    }

    @Test
    void aCertificateThatDoesNotHoldIsNotWatched() throws IOException {
        PolicyJson.write(certified(Instant.parse("2026-01-01T00:00:00Z")), folder.resolve("expired.json"));
        CommandRun run = CommandRun.of(
                "drift",
                "--policy",
                folder.resolve("expired.json").toString(),
                "--lake",
                lake("good"),
                "--out",
                folder.resolve("never.json").toString());

        assertEquals(2, run.status());
        assertTrue(
                run.err().contains("expired.json: certificate: must hold to be watched, is expired at 2026-01-01"),
                run.err());
        assertFalse(Files.exists(folder.resolve("never.json")));
    }

    private static Shadow shadow(double share) {
        return new Shadow(
                POLICY,
                PolicyJson.id(POLICY),
                share,
                Settings.defaults(),
                Lake.at(SharedSpark.session(), lake("good")));
    }

    private static JsonNode drift(String lake, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "drift",
                "--json",
                "--policy",
                folder.resolve("policy.json").toString(),
                "--lake",
                lake(lake),
                "--out",
                folder.resolve("watched.json").toString()));
        arguments.addAll(List.of(more));
        return JSON.readTree(run(arguments.toArray(String[]::new)));
    }

    private static String run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.status(), run.err());
        return run.out();
    }

    private static String lake(String name) {
        return folder.resolve(name).toString();
    }

    private static String file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name + ".jsonl"), lines).toString();
    }

    private static String call(int i, String task, String chosen) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"weighbridge\",\"call_id\":\"run/%d/1\",".formatted(i)
                + "\"occurred_at\":\"%s\",\"task\":\"%s\",\"requested_model\":\"%s\",\"provider\":\"p\","
                        .formatted(FIRST.plusSeconds(i), task, chosen)
                + "\"decision\":{\"policy_id\":\"%s\",\"chosen_model\":\"%s\",\"propensity\":1,\"reason\":\"cheaper\","
                        .formatted(PolicyJson.id(POLICY), chosen)
                + "\"candidates\":[\"large\",\"small\"]},\"status\":\"ok\",\"prompt\":\"Which line is down? %d\","
                        .formatted(i)
                + "\"input_tokens\":100,\"output_tokens\":100}";
    }

    private static String outcome(int i, String model, int score) {
        return "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"run/%d/1\",\"task\":\"triage\",\"model\":\"%s\","
                        .formatted(i, model)
                + "\"score\":%d,\"label_source\":\"grader\"}".formatted(score);
    }

    private static Policy certified(Instant expiresAt) {
        Certificate certificate = new Certificate(
                0.05,
                0.95,
                true,
                8_000,
                8_000,
                FIRST,
                FIRST,
                expiresAt,
                "betting",
                "calls are alike",
                OptionalDouble.empty(),
                OptionalDouble.empty());
        return Policy.of(
                        FIRST,
                        FeatureSchema.defaults(),
                        List.of(candidate("large", 4_000_000), candidate("small", 1_000_000)),
                        Map.of("triage", TaskRule.of("large", List.of("small"))),
                        "large",
                        new Rule.CheapestWithin(0.01),
                        InputTokens.of(4, Map.of()),
                        new Provenance("test", 0, null, 0, "test", new TreeMap<>()))
                .withCertificate(certificate);
    }

    private static Candidate candidate(String model, long picodollars) {
        return new Candidate(
                model,
                "p",
                new TokenPrices(picodollars, picodollars),
                QualityModel.ofTable(Map.of("triage", new TaskQuality(0.9, 1_000, 0))),
                OutputTokens.of(100, Map.of()));
    }
}
