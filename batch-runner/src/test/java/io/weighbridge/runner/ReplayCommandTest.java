package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of ten units, each asked of both models. */
class ReplayCommandTest {
    @TempDir
    Path directory;

    SimulatedProvider provider;
    Path lake;
    Path plan;

    @BeforeEach
    void startProvider() throws IOException {
        provider = SimulatedProvider.start(ProviderOptions.of(7, World.values()[0]));
        lake = directory.resolve("lake");
        plan = plan();
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @Test
    void thePlansModelsAnswerOnceAndAreGradedAsOftenAsOneLikes() throws Exception {
        Command first = replay("--budget", "1.00");

        assertEquals(0, first.exit(), first.err());
        JsonNode run = first.json().path("run");
        assertEquals(20, run.path("succeeded").asInt());
        assertEquals(20, provider.paidCalls());
        assertTrue(first.json().path("graded").isNull());
        Path folder = lake.resolve("runs").resolve(run.path("run_id").asText());
        List<String> calls = Files.readAllLines(folder.resolve("calls.jsonl"));
        for (String call : calls) {
            Decision decision =
                    Objects.requireNonNull(CanonicalCallJson.fromJson(call).decision());
            assertEquals(Decision.REPLAY, decision.policyId());
            assertEquals(1, decision.propensity());
        }

        Command graded =
                replay("--grader", "exact", "--references", references(folder).toString());

        assertEquals(0, graded.exit(), graded.err());
        assertEquals(20, provider.paidCalls(), "what has been answered is not asked again");
        JsonNode result = graded.json().path("graded");
        assertEquals(20, result.path("requests").asInt());
        List<JsonNode> scores = Command.lines(folder.resolve("scores.jsonl"));
        assertEquals(20, scores.size());
        assertEquals(
                result.path("passed").asInt(),
                scores.stream().mapToInt(line -> line.path("score").asInt()).sum());
        for (JsonNode line : scores) {
            if (line.path("custom_id").asText().endsWith("large/3")) {
                assertEquals(0, line.path("score").asInt(), "its reference is another");
            } else if (line.path("custom_id").asText().contains("large/")) {
                assertEquals(1, line.path("score").asInt());
            }
        }
        Usd sum = scores.stream()
                .map(line -> Usd.parse(line.path("cost_usd").asText()))
                .reduce(Usd.ZERO, Usd::plus);
        assertEquals(Usd.parse(run.path("cost_usd").asText()), sum, "every answer says what it cost");
    }

    @Test
    void theBudgetEndsItAndUnansweredRequestsScoreNothing() throws Exception {
        Command stopped = replay("--budget", "0.000001", "--grader", "json");

        assertEquals(3, stopped.exit());
        assertTrue(stopped.err().contains("budget exhausted"), stopped.err());
        assertEquals(0, provider.paidCalls());
    }

    @Test
    void whatItCannotGradeItRefusesBeforeItPays() throws Exception {
        assertTrue(replay("--grader", "number").err().contains("--references: is required by this grader"));
        Path few =
                Files.writeString(directory.resolve("few.jsonl"), "{\"unit_id\":\"unit-0\",\"reference\":\"yes\"}\n");
        assertTrue(replay("--grader", "exact", "--references", few.toString())
                .err()
                .contains("must have a reference for every unit of the plan"));
        assertTrue(replay("--references", few.toString()).err().contains("--references: need --grader"));
        Path broken = Files.writeString(directory.resolve("broken.jsonl"), "{\"custom_id\":1}\n");
        Command refused = Command.run("replay", "--plan", broken.toString(), "--lake", lake.toString());
        assertTrue(refused.err().contains("broken.jsonl:1: body.model: must be text"), refused.err());
        assertEquals(0, provider.paidCalls());
        assertFalse(Files.exists(lake.resolve("runs")));
    }

    /** What the large model said is right, but for the third unit. */
    private Path references(Path folder) throws IOException {
        List<String> references = new ArrayList<>();
        for (JsonNode line : Command.lines(folder.resolve("results.jsonl"))) {
            String id = line.path("custom_id").asText();
            if (id.contains("large/")) {
                String unit = id.substring(id.lastIndexOf('/') + 1);
                JsonNode answer = line.path("response")
                        .path("body")
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content");
                references.add("{\"unit_id\":\"unit-" + unit + "\",\"reference\":"
                        + (unit.equals("3") ? "\"something else\"" : answer.toString()) + "}");
            }
        }
        return Files.write(directory.resolve("references.jsonl"), references);
    }

    private Path plan() throws IOException {
        List<String> requests = new ArrayList<>();
        List<String> draws = new ArrayList<>();
        for (int unit = 0; unit < 10; unit++) {
            for (String model : List.of("sim-frontier", "sim-small")) {
                String id = "r/" + (model.equals("sim-frontier") ? "large/" : "small/") + unit;
                requests.add("{\"custom_id\":\"" + id
                        + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                        + "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Question " + unit
                        + "\"}],\"max_tokens\":256,\"metadata\":{\"task\":\"triage\"}}}");
                draws.add("{\"format\":\"weighbridge-draw/1\",\"custom_id\":\"" + id + "\",\"unit_id\":\"unit-" + unit
                        + "\",\"task\":\"triage\",\"model\":\"" + model + "\"}");
            }
        }
        Files.write(directory.resolve("plan.draws.jsonl"), draws);
        return Files.write(directory.resolve("plan.jsonl"), requests);
    }

    private Command replay(String... more) throws IOException {
        String entry =
                "{\"model\":\"%s\",\"input\":\"%s\",\"output\":\"%s\",\"source\":\"test\",\"as_of\":\"2026-01-01\"}";
        Path prices = Files.writeString(
                directory.resolve("prices.json"),
                "{\"format\":\"weighbridge-prices/1\",\"entries\":[" + entry.formatted("sim-frontier", "3", "15") + ","
                        + entry.formatted("sim-small", "0.15", "0.6") + "]}");
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--json",
                "--plan",
                plan.toString(),
                "--lake",
                lake.toString(),
                "--prices",
                prices.toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 4, timeout: 5s, attempts: 4")
                        .toString()));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }
}
