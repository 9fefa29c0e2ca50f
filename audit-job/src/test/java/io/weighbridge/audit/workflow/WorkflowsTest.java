package io.weighbridge.audit.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 30 workflows of two calls at a thousandth of a dollar each, of which 20 succeed; one more that never ended, and one with a
 * call of unknown cost.
 */
class WorkflowsTest {
    @TempDir
    static Path folder = Path.of(".");

    private static JsonNode audit;

    @BeforeAll
    static void auditWorkflows() throws IOException {
        SharedSpark.session();
        List<String> calls = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            calls.add(call(i, 1, "\"input_tokens\":1000,\"output_tokens\":0", "ok"));
            calls.add(
                    i == 31
                            ? call(i, 2, "\"labels\":{}", "ok")
                            : call(i, 2, "\"input_tokens\":1000,\"output_tokens\":0", i == 0 ? "error" : "ok"));
            if (i != 30) {
                outcomes.add(outcome(i, i % 3 > 0 ? 1 : 0, ""));
                outcomes.add(outcome(i, 1, ",\"judge\":{\"model\":\"j\",\"order\":\"alone\"}"));
            }
        }
        String lake = folder.resolve("lake").toString();
        String prices = Files.writeString(
                        folder.resolve("prices.json"),
                        "{\"format\":\"weighbridge-prices/1\",\"entries\":[{\"model\":\"m\",\"input\":\"1\",\"output\":\"1\","
                                + "\"source\":\"test\",\"as_of\":\"2026-01-01\"}]}")
                .toString();
        CommandRun ingested = CommandRun.of(
                "ingest",
                "--lake",
                lake,
                "--prices",
                prices,
                Files.write(folder.resolve("calls.jsonl"), calls).toString(),
                Files.write(folder.resolve("outcomes.jsonl"), outcomes).toString());
        assertEquals(0, ingested.status(), ingested.err());
        CommandRun run = CommandRun.of("audit", "--json", "--lake", lake, "--prices", prices);
        assertEquals(0, run.status(), run.err());
        audit = new JsonMapper().readTree(run.out());
    }

    @Test
    void aSuccessCostsWhatAllItsWorkflowsCost() {
        JsonNode workflows = audit.path("workflows").get(0);

        assertEquals(1, audit.path("workflows").size());
        assertEquals("helper", workflows.path("application").asText());
        assertEquals(32, workflows.path("workflows").asInt());
        assertEquals(64, workflows.path("calls").asInt());
        assertEquals(1, workflows.path("workflows_without_cost").asInt());
        assertEquals(30, workflows.path("labelled").asInt(), "neither the endless one nor the one of unknown cost");
        assertEquals(20, workflows.path("successes").asDouble(), "what judges say does not count");
        assertEquals(
                new BigDecimal("0.003"),
                new BigDecimal(workflows.path("cost_per_success_usd").asText()).stripTrailingZeros());
        double low = workflows.path("low_usd").asDouble();
        double high = workflows.path("high_usd").asDouble();
        assertTrue(low > 0.0022 && low < 0.003 && high > 0.003 && high < 0.0045, low + " to " + high);
    }

    @Test
    void stepsHaveTheirCostAndNoEffectThatNobodyKnows() {
        JsonNode second = audit.path("workflow_steps").get(1);

        assertEquals(2, second.path("step").asInt());
        assertEquals(32, second.path("calls").asInt());
        assertEquals(1, second.path("failed_calls").asInt());
        assertEquals(
                new BigDecimal("0.031"), new BigDecimal(second.path("spend_usd").asText()).stripTrailingZeros());
        assertEquals("unknown", second.path("effect_status").asText());
    }

    private static String call(int workflow, int step, String usage, String status) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"w%d-%d\",".formatted(workflow, step)
                + "\"occurred_at\":\"2026-10-01T10:00:00Z\",\"task\":\"step-%d\",\"application\":\"helper\","
                        .formatted(step)
                + "\"workflow_id\":\"w%d\",\"step\":%d,\"requested_model\":\"m\",\"status\":\"%s\",%s}"
                        .formatted(workflow, step, status, usage);
    }

    private static String outcome(int workflow, int score, String judge) {
        return "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"w%d\",\"task\":\"helper\",\"model\":\"m\",\"score\":%d,"
                        .formatted(workflow, score)
                + "\"label_source\":\"test\"" + judge + "}";
    }
}
