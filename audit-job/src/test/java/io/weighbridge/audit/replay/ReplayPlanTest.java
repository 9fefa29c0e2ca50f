package io.weighbridge.audit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an unknown verdict through planned nights to a decided one. */
class ReplayPlanTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CALLS = 400;

    @TempDir
    Path folder = Path.of(".");

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void nightsOfReplaysDecideWhatWasUnknown() throws Exception {
        Path lake = lake(true);
        assertEquals("unknown", verdict(lake).path("verdict").asText());

        JsonNode plan = plan(lake, "first", "0.02");

        JsonNode task = plan.path("tasks").get(0);
        assertEquals("triage", task.path("task").asText());
        assertEquals("large", task.path("incumbent").asText());
        assertEquals(CALLS, task.path("calls").asInt());
        assertTrue(task.path("both_models").asBoolean(), "the incumbent's quality is not known either");
        assertTrue(plan.path("worst_case_usd").asDouble() <= 0.02);
        List<JsonNode> requests = lines(folder.resolve("first.jsonl"));
        assertEquals(plan.path("requests").asInt(), requests.size());
        Set<String> asked = new HashSet<>();
        for (JsonNode request : requests) {
            JsonNode body = request.path("body");
            assertEquals("/v1/chat/completions", request.path("url").asText());
            assertTrue(
                    asked.add(body.path("model").asText()
                            + body.path("messages").get(0).path("content").asText()),
                    "asked twice");
            assertEquals(256, body.path("max_tokens").asInt());
        }
        List<JsonNode> drawn = lines(folder.resolve("first.draws.jsonl"));
        assertEquals(2 * plan.path("draws").asInt(), drawn.size(), "both models answer each draw");
        assertEquals(
                1.0 / CALLS,
                drawn.get(0).path("replay").path("draw_probability").asDouble(),
                1e-15);

        score("first");
        ingest(lake, folder.resolve("first-outcomes.jsonl"));
        long draws = plan.path("draws").asLong();
        int night = 1;
        while (verdict(lake).path("verdict").asText().equals("undecided") && night < 6) {
            String name = "night-" + ++night;
            draws += plan(lake, name, "0.40").path("draws").asLong();
            score(name);
            ingest(lake, folder.resolve(name + "-outcomes.jsonl"));
        }

        JsonNode verdict = verdict(lake);
        assertEquals("replayed", verdict.path("status").asText());
        assertEquals("frontier-needed", verdict.path("verdict").asText(), verdict.toString());
        assertTrue(verdict.path("high").asDouble() < -0.2);
        assertTrue(night > 1, "one cheap night decides nothing");
        assertEquals(draws, verdict.path("clusters").asLong(), "all nights are one sequence");
        assertEquals("decided", plan(lake, "third", "0.40").path("tasks").isEmpty() ? "decided" : "open");
    }

    @Test
    void aRegisteredWindowIsJudgedAsRegisteredAndLaterCandidatesShareWhatErrorIsLeft() throws Exception {
        Path lake = lake(true);
        String[] register = {
            "window",
            "register",
            "--json",
            "--config",
            settings().toString(),
            "--lake",
            lake.toString(),
            "--from",
            "2026-10-01",
            "--to",
            "2026-10-31",
            "--tolerance",
            "0.2",
            "--incumbent",
            "large"
        };
        CommandRun registered = CommandRun.of(register);
        assertEquals(0, registered.status(), registered.err());
        JsonNode window = JSON.readTree(registered.out());
        assertEquals(0, window.path("outcomes_then").asLong(-1));
        assertEquals(1, window.path("pairs").asInt());
        String id = window.path("window_id").asText();

        plan(lake, "night", "0.60", "--window", id);
        assertTrue(Files.readString(folder.resolve("night.draws.jsonl"))
                .contains("\"frame\":\"triage 2026-10-01 to 2026-10-31\""));
        score("night");
        ingest(lake, folder.resolve("night-outcomes.jsonl"));
        JsonNode audit = audit(lake, "--window", id);

        assertEquals(
                "frontier-needed", audit.path("verdicts").get(0).path("verdict").asText());
        assertEquals(id, audit.path("registration").path("window_id").asText());
        assertEquals(0.2, audit.path("tolerance").asDouble());
        CommandRun late = CommandRun.of(
                "window", "add", "--json", "--lake", lake.toString(), "--window", id, "--candidate", "tiny");
        assertEquals(0, late.status(), late.err());
        assertEquals(2, JSON.readTree(late.out()).path("family").asInt());
        assertTrue(JSON.readTree(late.out()).path("outcomes_then").asLong() > 0);
        CommandRun twice =
                CommandRun.of("window", "add", "--lake", lake.toString(), "--window", id, "--candidate", "tiny");
        assertEquals(2, twice.status());
        assertTrue(twice.err().contains("--candidate: is registered already, was tiny"), twice.err());
        assertEquals(2, audit(lake, "--window", id).path("verdicts").size());
        CommandRun unknown = CommandRun.of("audit", "--lake", lake.toString(), "--window", "nothing");
        assertTrue(unknown.err().contains("--window: must be a registered window"), unknown.err());
    }

    @Test
    void aNightRepeatsNoEarlierOne() throws Exception {
        Path lake = lake(true);
        plan(lake, "one", "0.20");
        plan(lake, "two", "0.20");

        assertFalse(
                Files.readString(folder.resolve("one.draws.jsonl"))
                        .replaceAll("\\d{8}T\\d{6}Z-\\w+", "")
                        .equals(Files.readString(folder.resolve("two.draws.jsonl"))
                                .replaceAll("\\d{8}T\\d{6}Z-\\w+", "")),
                "a night repeats no earlier one, or its draws would not be independent");
    }

    @Test
    void aPlanOfTheSameNameIsTheSamePlan() throws Exception {
        Path lake = lake(true);
        plan(lake, "one", "0.20", "--replay-id", "night-2");
        plan(lake, "two", "0.20", "--replay-id", "night-2");

        String draws = Files.readString(folder.resolve("one.draws.jsonl"));
        assertTrue(draws.contains("night-2"), draws);
        assertEquals(draws, Files.readString(folder.resolve("two.draws.jsonl")));
        CommandRun bad = CommandRun.of(
                "replay-plan", "--lake", lake.toString(), "--budget", "1", "--out", "x", "--replay-id", "a/b");
        assertEquals(2, bad.status());
        assertTrue(bad.err().contains("--replay-id: must be 1 to 64 letters"), bad.err());
    }

    @Test
    void withoutTextNothingIsDrawnAndItSaysWhatItWouldCost() throws Exception {
        JsonNode plan = plan(lake(false), "none", "5");

        JsonNode task = plan.path("tasks").get(0);
        assertEquals(0, plan.path("requests").asInt());
        assertEquals(
                "400 of its 400 calls have no text to send again (--text keep)",
                task.path("note").asText());
        assertTrue(task.path("candidates").get(0).path("usd_to_decide").asDouble() > 0);
    }

    @Test
    void scoresThatAreMissingAreRefusedUnlessTheyAreFailures() throws Exception {
        Path lake = lake(true);
        plan(lake, "plan", "0.05");
        Path none = Files.writeString(folder.resolve("scores.jsonl"), "");
        String[] arguments = {
            "replay-outcomes",
            "--plan",
            folder.resolve("plan.jsonl").toString(),
            "--scores",
            none.toString(),
            "--label-source",
            "test",
            "--out",
            folder.resolve("o.jsonl").toString()
        };

        CommandRun refused = CommandRun.of(arguments);
        List<String> failed = new ArrayList<>(List.of(arguments));
        failed.add("--missing-as-failed");
        CommandRun accepted = CommandRun.of(failed.toArray(String[]::new));

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("plan.draws.jsonl:1: custom_id: "), refused.err());
        assertFalse(refused.err().contains("o.jsonl"));
        assertEquals(0, accepted.status(), accepted.err());
        assertEquals(0, lines(folder.resolve("o.jsonl")).get(0).path("score").asDouble());
    }

    @Test
    void aBadScoreIsNamedWithItsPlace() throws Exception {
        Path scores = Files.writeString(
                folder.resolve("scores.jsonl"),
                "{\"custom_id\":\"a\",\"score\":1}\n{\"custom_id\":\"b\",\"score\":2}\n");

        CommandRun refused = CommandRun.of(
                "replay-outcomes",
                "--plan",
                "p.jsonl",
                "--scores",
                scores.toString(),
                "--label-source",
                "x",
                "--out",
                folder.resolve("o.jsonl").toString());

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("scores.jsonl:2: score: must be a number in [0, 1]"), refused.err());
    }

    /** The small model is wrong on every third call, the large one never; prices make 0.40 USD worth some 300 draws. */
    private void score(String name) throws Exception {
        List<String> scores = new ArrayList<>();
        Map<String, Integer> unitOf = new HashMap<>();
        for (JsonNode draw : lines(folder.resolve(name + ".draws.jsonl"))) {
            if (draw.hasNonNull("custom_id")) {
                unitOf.put(
                        draw.path("custom_id").asText(),
                        Integer.parseInt(draw.path("unit_id").asText().substring(1)));
            }
        }
        for (JsonNode request : lines(folder.resolve(name + ".jsonl"))) {
            boolean small = request.path("body").path("model").asText().equals("small");
            int unit = unitOf.getOrDefault(request.path("custom_id").asText(), -1);
            scores.add("{\"custom_id\":\"%s\",\"score\":%d,\"cost_usd\":\"0.0002\"}"
                    .formatted(request.path("custom_id").asText(), small && unit % 3 == 0 ? 0 : 1));
        }
        Path file = Files.write(folder.resolve(name + "-scores.jsonl"), scores);
        CommandRun run = CommandRun.of(
                "replay-outcomes",
                "--plan",
                folder.resolve(name + ".jsonl").toString(),
                "--scores",
                file.toString(),
                "--label-source",
                "exact-match",
                "--out",
                folder.resolve(name + "-outcomes.jsonl").toString());
        assertEquals(0, run.status(), run.err());
    }

    private Path lake(boolean keepsText) throws Exception {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add("{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"c%d\",".formatted(i)
                    + "\"occurred_at\":\"2026-10-0%dT10:00:00Z\",\"task\":\"triage\",".formatted(1 + i % 9)
                    + "\"requested_model\":\"large\",\"provider\":\"p\",\"status\":\"ok\",\"prompt\":\"Is %d even?\","
                            .formatted(i)
                    + "\"input_tokens\":%d,\"output_tokens\":20}".formatted(40 + i % 30));
        }
        Path lake = folder.resolve("lake");
        ingest(lake, Files.write(folder.resolve("calls.jsonl"), calls), "--text", keepsText ? "keep" : "none");
        return lake;
    }

    private void ingest(Path lake, Path file, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("ingest", "--lake", lake.toString(), "--prices", prices().toString(), file.toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
    }

    private JsonNode plan(Path lake, String name, String budget, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "replay-plan",
                "--json",
                "--config",
                settings().toString(),
                "--lake",
                lake.toString(),
                "--prices",
                prices().toString(),
                "--budget",
                budget,
                "--tolerance",
                "0.2",
                "--out",
                folder.resolve(name + ".jsonl").toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return JSON.readTree(run.out());
    }

    private JsonNode verdict(Path lake) throws Exception {
        return audit(lake, "--tolerance", "0.2").path("verdicts").get(0);
    }

    private JsonNode audit(Path lake, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "--json",
                "--config",
                settings().toString(),
                "--lake",
                lake.toString(),
                "--prices",
                prices().toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return JSON.readTree(run.out());
    }

    private Path settings() throws IOException {
        return Files.writeString(folder.resolve("weighbridge.yaml"), "candidates: [small]\n");
    }

    private Path prices() throws IOException {
        String entry = "{\"model\":\"%s\",\"input\":\"%s\",\"cache_read\":\"1\",\"output\":\"%s\",\"source\":\"test\","
                + "\"as_of\":\"2026-01-01\"}";
        return Files.writeString(
                folder.resolve("prices.json"),
                "{\"format\":\"weighbridge-prices/1\",\"entries\":[" + entry.formatted("large", "4", "4") + ","
                        + entry.formatted("small", "1", "1") + "]}");
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
