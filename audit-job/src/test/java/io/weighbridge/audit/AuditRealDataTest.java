package io.weighbridge.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Audits of published benchmark outcomes, whose means are known from their README. */
@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class AuditRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));
    private static final String GPT4 = "gpt-4-1106-preview";
    private static final String MIXTRAL = "mistralai/Mixtral-8x7B-Instruct-v0.1";

    @TempDir
    private Path folder;

    @Test
    void namesTheSubjectsOfMmluWhereMixtralSuffices() throws IOException {
        ingest("routellm/mmlu_prompts.jsonl.gz", "routellm/mmlu_outcomes.csv.gz");

        JsonNode onePoint = audit("--incumbent", GPT4, "--tolerance", "0.01");
        JsonNode fivePoints = audit("--incumbent", GPT4, "--tolerance", "0.05");

        assertEquals(57, onePoint.path("verdicts").size());
        assertTrue(tasks(onePoint, "smaller-suffices").contains("mmlu/high_school_mathematics"));
        assertTrue(tasks(fivePoints, "smaller-suffices").containsAll(tasks(onePoint, "smaller-suffices")));
        assertTrue(tasks(onePoint, "frontier-needed").contains("mmlu/moral_scenarios"));
        double units = 0;
        double sum = 0;
        for (JsonNode verdict : onePoint.path("verdicts")) {
            assertEquals(MIXTRAL, verdict.path("candidate").textValue());
            assertTrue(verdict.path("low").doubleValue() < verdict.path("high").doubleValue());
            units += verdict.path("units").doubleValue();
            sum += verdict.path("units").doubleValue()
                    * verdict.path("estimate").doubleValue();
        }
        assertEquals(14_037, units);
        // 68.09 % against 80.59 %
        assertEquals(-0.125, sum / units, 0.0001);
    }

    @Test
    void judgesTwentySevenCandidatesOfMmluPro() throws IOException {
        ingest("mmlu_pro/prompts.jsonl.gz", "mmlu_pro/outcomes.csv.gz");

        JsonNode audit = audit("--incumbent", "gemini-1.5-pro-002", "--tolerance", "0.05");

        assertEquals(14 * 27, audit.path("verdicts").size());
        assertEquals("14", Integer.toString(audit.path("incumbents").size()));
        assertTrue(tasks(audit, "frontier-needed").size() > 200);
    }

    /** 24 conversations of an airline: nothing can be decided, and a success's cost is known to a factor at best. */
    @Test
    void saysWhatAFinishedConversationCostsAndThatNothingIsDecided() throws IOException {
        ingest("tau2_bench/outcomes.csv.gz");

        JsonNode audit = audit("--incumbent", "claude-sonnet-4-5", "--tolerance", "0.05");

        assertEquals(8, tasks(audit, "undecided").size());
        assertEquals(8, audit.path("verdicts").size());
        Map<String, JsonNode> costs = new HashMap<>();
        audit.path("cost_per_success")
                .forEach(line -> costs.put(line.path("model").textValue(), line));
        JsonNode opus = costs.getOrDefault("claude-opus-4-6", MissingNode.getInstance());
        // Several runs of a task are averaged: 9.9900475 USD over 17 successes, by hand from the file.
        assertEquals(9.9900475 / 17, opus.path("cost_per_success_usd").asDouble(), 1e-9);
        assertTrue(
                opus.path("low_usd").asDouble() < 0.4 && opus.path("high_usd").asDouble() > 0.9);
        JsonNode few = costs.getOrDefault("o3", MissingNode.getInstance());
        assertTrue(few.path("cost_per_success_usd").isNull());
        assertEquals("6 clusters, at least 10 are needed", few.path("reason").asText());
    }

    private void ingest(String... files) {
        List<String> arguments = new ArrayList<>(List.of("ingest", "--lake", lake()));
        for (String file : files) {
            arguments.add(DATA.resolve(file).toString());
        }
        assertEquals(0, AuditJobTest.application(System.out).run(arguments.toArray(String[]::new)));
    }

    private JsonNode audit(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("audit", "--lake", lake(), "--json"));
        arguments.addAll(List.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(
                0,
                AuditJobTest.application(new PrintStream(out, true, StandardCharsets.UTF_8))
                        .run(arguments.toArray(String[]::new)));
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private String lake() {
        return folder.resolve("lake").toString();
    }

    private static List<String> tasks(JsonNode audit, String verdict) {
        List<String> tasks = new ArrayList<>();
        for (JsonNode line : audit.path("verdicts")) {
            if (line.path("verdict").textValue().equals(verdict)) {
                tasks.add(line.path("task").textValue());
            }
        }
        return tasks;
    }
}
