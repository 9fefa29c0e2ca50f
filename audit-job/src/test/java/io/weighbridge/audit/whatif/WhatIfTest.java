package io.weighbridge.audit.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.Candidate;
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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 100 calls of triage by two teams, of which the small model fails every fifth, and 100 of chat, of which nothing is known. A
 * call has 100 tokens in and 100 out: 800 millionths of a dollar by the large model, 200 by the small one.
 */
class WhatIfTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder = Path.of(".");

    @BeforeAll
    static void ingest() throws IOException {
        SharedSpark.session();
        List<String> calls = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add("{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"c%d\",".formatted(i)
                    + "\"occurred_at\":\"2026-10-0%dT10:00:00Z\",\"task\":\"%s\",\"team\":\"%s\","
                            .formatted(1 + i % 9, i < 100 ? "triage" : "chat", i % 2 == 0 ? "blue" : "red")
                    + "\"requested_model\":\"large\",\"provider\":\"p\",\"status\":\"ok\",\"prompt\":\"Is %d even?\","
                            .formatted(i)
                    + "\"input_tokens\":100,\"output_tokens\":100}");
            if (i < 100) {
                outcomes.add(outcome(i, "large", 1, "0.0008"));
                outcomes.add(outcome(i, "small", i % 5 == 0 ? 0 : 1, "0.0003"));
            }
        }
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                lake(),
                "--text",
                "keep",
                "--prices",
                prices("4").toString(),
                Files.write(folder.resolve("calls.jsonl"), calls).toString(),
                Files.write(folder.resolve("outcomes.jsonl"), outcomes).toString());
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void aCandidateForATaskIsPricedEverywhereAndJudgedWhereItAnswered() throws IOException {
        JsonNode result = whatIf("--candidate", "small", "--task", "triage");

        JsonNode triage = line(result, "task", "triage");
        assertEquals(100, triage.path("moved").asInt());
        assertEquals("0.080000000000", triage.path("spend_usd").asText());
        assertEquals("0.020000000000", triage.path("cost_usd").asText());
        assertEquals("paired", triage.path("status").asText());
        assertEquals(-0.2, triage.path("quality_change").asDouble(), 1e-12);
        assertTrue(triage.path("low").asDouble() > -0.29 && triage.path("high").asDouble() < -0.11, triage.toString());
        assertEquals("unchanged", line(result, "task", "chat").path("status").asText());
        JsonNode all = line(result, "all", "all");
        assertEquals("0.160000000000", all.path("spend_usd").asText());
        assertEquals("0.100000000000", all.path("cost_usd").asText());
        assertEquals(100, all.path("calls_stood_for").asInt(), "only observed calls stand behind the quality");
        assertEquals(-0.2, line(result, "team", "blue").path("quality_change").asDouble(), 1e-12);
    }

    @Test
    void theSavingOfObservedAnswersIsWhatTheyReallyCost() throws IOException {
        JsonNode triage = line(whatIf("--candidate", "small"), "task", "triage");

        // All pairs save the same, so that there is no spread to make an interval of.
        assertTrue(triage.path("saving_per_call_usd").isNull(), triage.toString());
    }

    @Test
    void withoutOutcomesTheQualityIsUnknownAndTheCostIsNot() throws IOException {
        JsonNode chat = line(whatIf("--candidate", "small"), "task", "chat");

        assertEquals("unknown", chat.path("status").asText());
        assertTrue(chat.path("quality_change").isNull());
        assertEquals("0.020000000000", chat.path("cost_usd").asText());
    }

    @Test
    void aPolicySendsCallsWhereItWould() throws IOException {
        Path policy = folder.resolve("policy.json");
        PolicyJson.write(
                Policy.of(
                        Instant.parse("2026-11-01T00:00:00Z"),
                        FeatureSchema.defaults(),
                        List.of(candidate("large", 4_000_000, 0.9), candidate("small", 1_000_000, 0.9)),
                        Map.of("triage", TaskRule.of("large", List.of("small"))),
                        "large",
                        new Rule.CheapestWithin(0.01),
                        InputTokens.of(4, Map.of()),
                        new Provenance("test", 0, null, 0, "test", new TreeMap<>())),
                policy);

        JsonNode result = whatIf("--policy", policy.toString());

        assertEquals(100, line(result, "task", "triage").path("moved").asInt());
        assertEquals(0, line(result, "task", "chat").path("moved").asInt(), "an unknown task stays with the incumbent");
        assertEquals(-0.2, line(result, "task", "triage").path("quality_change").asDouble(), 1e-12);
        assertTrue(
                result.path("choice").asText().startsWith("policy "),
                result.path("choice").asText());
    }

    @Test
    void otherPricesPriceAllCallsAndChangeNoQuality() throws IOException {
        JsonNode result = whatIf("--prices", prices("8").toString());

        JsonNode all = line(result, "all", "all");
        assertEquals("0.160000000000", all.path("spend_usd").asText());
        assertEquals("0.320000000000", all.path("cost_usd").asText());
        assertEquals("unchanged", all.path("status").asText());
    }

    @Test
    void anAuditTellsTeamsApart() throws IOException {
        CommandRun run = CommandRun.of(
                "audit", "--json", "--lake", lake(), "--prices", prices("4").toString());
        assertEquals(0, run.status(), run.err());

        JsonNode slices = JSON.readTree(run.out()).path("slices");

        assertEquals(2, slices.size(), slices.toString());
        assertEquals("blue", slices.get(0).path("value").asText());
        assertEquals("paired", slices.get(0).path("status").asText());
        assertEquals(50, slices.get(0).path("units").asInt());
        assertEquals(-0.2, slices.get(0).path("estimate").asDouble(), 1e-12);
    }

    @Test
    void aQuestionWithoutAChangeIsRefused() {
        assertTrue(
                CommandRun.of("what-if", "--lake", lake()).err().contains("needs --policy, --candidate or --prices"));
        assertTrue(CommandRun.of("what-if", "--lake", lake(), "--task", "triage", "--prices", "x")
                .err()
                .contains("--task: needs --candidate"));
    }

    private static JsonNode whatIf(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("what-if", "--json", "--lake", lake()));
        if (!List.of(arguments).contains("--prices")) {
            all.addAll(List.of("--config", settings().toString()));
        }
        all.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return JSON.readTree(run.out());
    }

    private static JsonNode line(JsonNode result, String dimension, String value) {
        for (JsonNode line : result.path("lines")) {
            if (line.path("dimension").asText().equals(dimension)
                    && line.path("value").asText().equals(value)) {
                return line;
            }
        }
        throw new AssertionError(dimension + " " + value + " must be in " + result);
    }

    private static String lake() {
        return folder.resolve("lake").toString();
    }

    private static String outcome(int call, String model, int score, String cost) {
        return "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"c%d\",\"task\":\"triage\",\"model\":\"%s\",\"score\":%d,"
                        .formatted(call, model, score)
                + "\"label_source\":\"exact-match\",\"cost_usd\":\"" + cost + "\"}";
    }

    private static Candidate candidate(String model, long picodollars, double quality) {
        return new Candidate(
                model,
                "p",
                new TokenPrices(picodollars, picodollars),
                QualityModel.of(null, Calibration.IDENTITY, Map.of("triage", new TaskQuality(quality, 500, 0))),
                OutputTokens.of(100, Map.of()));
    }

    /** The book as a configured one, so that it is not another one than the lake's. */
    private static Path settings() throws IOException {
        prices("4");
        return Files.writeString(folder.resolve("weighbridge.yaml"), "prices: [prices-4.json]\n");
    }

    private static Path prices(String large) throws IOException {
        String entry = "{\"model\":\"%s\",\"input\":\"%s\",\"cache_read\":\"1\",\"output\":\"%s\",\"source\":\"test\","
                + "\"as_of\":\"2026-01-01\"}";
        return Files.writeString(
                folder.resolve("prices-" + large + ".json"),
                "{\"format\":\"weighbridge-prices/1\",\"entries\":[" + entry.formatted("large", large, large) + ","
                        + entry.formatted("small", "1", "1") + "]}");
    }
}
