package io.weighbridge.audit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A judge that sees one failure in six: it says that the small model fails in 5 % of 600 units (4.5 points, as it is not sure of the large one), and people would say 30 %. It
 * favours what it sees first by 20 points.
 */
class GoldTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int UNITS = 600;

    @TempDir
    Path folder = Path.of(".");

    @BeforeEach
    void ingestJudgements() throws IOException {
        SharedSpark.session();
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < UNITS; i++) {
            judged(outcomes, i, "large", 1, true);
            judged(outcomes, i, "small", i % 20 == 0 ? 0 : 1, true);
            judged(outcomes, i, "tiny", 1, false);
        }
        ingest(Files.write(folder.resolve("judged.jsonl"), outcomes));
    }

    @Test
    void aJudgeAloneIsAnAssumptionAndPeopleCorrectIt() throws IOException {
        JsonNode before = audit();

        JsonNode assumed = verdict(before, "small");
        assertEquals("assumption-only", assumed.path("status").asText());
        assertEquals("unknown", assumed.path("verdict").asText());
        assertEquals(-0.045, assumed.path("estimate").asDouble(), 1e-12);
        assertEquals(0, before.path("slices").size(), "an assumption is not cut into teams");
        assertEquals("unknown", verdict(before, "tiny").path("status").asText(), "one order says nothing");
        assertEquals(UNITS, before.path("judges").get(0).path("in_one_order").asInt());
        assertEquals(0.16, before.path("judges").get(0).path("order_gap").asDouble(), 0.03);

        Path gold = folder.resolve("gold.jsonl");
        run(
                "gold",
                "draw",
                "--lake",
                lake(),
                "--task",
                "triage",
                "--candidate",
                "small",
                "--incumbent",
                "large",
                "--draws",
                "500",
                "--out",
                gold.toString());
        assertFalse(Files.readString(gold).contains("score"), "who scores must not see what the judge said");
        run(
                "gold",
                "import",
                "--gold",
                gold.toString(),
                "--scores",
                scored(gold).toString(),
                "--labeller",
                "people",
                "--out",
                folder.resolve("gold-outcomes.jsonl").toString());
        ingest(folder.resolve("gold-outcomes.jsonl"));
        JsonNode after = audit();

        JsonNode corrected = verdict(after, "small");
        assertEquals("replayed", corrected.path("status").asText());
        assertEquals(500, corrected.path("clusters").asInt());
        // Five standard errors of the mean of 500 draws: 5 · √(0.3 · 0.7 / 500)
        assertEquals(-0.3, corrected.path("estimate").asDouble(), 0.11);
        assertEquals("frontier-needed", corrected.path("verdict").asText(), corrected.toString());
        JsonNode judge = after.path("judges").get(0);
        assertTrue(judge.path("labelled").asInt() > 400, judge.toString());
        // Which units are drawn differs by the time of day; 0.05 is expected, and its standard error is 0.009.
        assertTrue(
                judge.path("mean_judged").asDouble() > judge.path("mean_label").asDouble(), judge.toString());
        assertTrue(Files.readString(Path.of(after.path("report").asText())).contains("What judge models say"));
    }

    @Test
    void whatCannotBeDrawnIsRefusedWithTheReason() {
        CommandRun few = CommandRun.of(
                "gold",
                "draw",
                "--lake",
                lake(),
                "--task",
                "triage",
                "--incumbent",
                "large",
                "--candidate",
                "tiny",
                "--out",
                folder.resolve("none.jsonl").toString());

        assertEquals(2, few.status());
        assertTrue(
                few.err()
                        .contains(
                                "triage has 0 units of which judges scored the answers of large and of tiny alone or in both"
                                        + " orders; at least 50 are needed"),
                few.err());
        assertFalse(Files.exists(folder.resolve("none.jsonl")));
        assertTrue(CommandRun.of("gold", "draw", "--lake", lake(), "--task", "none", "--out", "x")
                .err()
                .contains("--task: must have outcomes and an incumbent, was none"));
        assertTrue(CommandRun.of("gold").err().contains("draw or import"));
    }

    /** In both orders; the first place is worth 20 points where the judge is not at its limit. */
    private static void judged(List<String> outcomes, int unit, String model, double score, boolean bothOrders) {
        outcomes.add(outcome(unit, model, Math.min(1, score + 0.2), "first"));
        if (bothOrders) {
            outcomes.add(outcome(unit, model, score == 1 && unit % 5 > 0 ? 0.8 : score, "second"));
        }
    }

    private static String outcome(int unit, String model, double score, String order) {
        return "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"u%d\",\"task\":\"triage\",\"model\":\"%s\",\"score\":%s,"
                        .formatted(unit, model, score)
                + "\"label_source\":\"judge:sim-judge\",\"judge\":{\"model\":\"sim-judge\",\"order\":\"" + order
                + "\",\"prompt_version\":\"v1\"}}";
    }

    /** The file with the scores that people give: the small model fails in three of ten units. */
    private Path scored(Path gold) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(gold)) {
            ObjectNode answer = (ObjectNode) JSON.readTree(line);
            int unit = Integer.parseInt(answer.path("unit_id").asText().substring(1));
            boolean fails = answer.path("model").asText().equals("small") && unit % 10 < 3;
            lines.add(answer.put("score", fails ? 0 : 1).toString());
        }
        return Files.write(folder.resolve("scored.jsonl"), lines);
    }

    private JsonNode audit() throws IOException {
        return JSON.readTree(run("audit", "--json", "--lake", lake(), "--incumbent", "large", "--tolerance", "0.05")
                .out());
    }

    private static JsonNode verdict(JsonNode audit, String candidate) {
        for (JsonNode verdict : audit.path("verdicts")) {
            if (verdict.path("candidate").asText().equals(candidate)) {
                return verdict;
            }
        }
        throw new AssertionError(candidate + " must be in " + audit.path("verdicts"));
    }

    private void ingest(Path file) {
        run("ingest", "--lake", lake(), file.toString());
    }

    private static CommandRun run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.status(), run.err());
        return run;
    }

    private String lake() {
        return folder.resolve("lake").toString();
    }
}
