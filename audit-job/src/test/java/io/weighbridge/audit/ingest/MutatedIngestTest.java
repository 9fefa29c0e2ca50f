package io.weighbridge.audit.ingest;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of every format with broken bytes in them: the ledger accounts for every row, and good rows are in the lake. */
class MutatedIngestTest {
    private static final int LINES = 10_000;
    private static final byte[] SPICE = "{}[]\",:\\019-+.eE \u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private static final Map<String, List<String>> FILES = new TreeMap<>(Map.ofEntries(
            entry("canonical.jsonl", List.of(Lines.call("ID"))),
            entry(
                    "outcomes.jsonl",
                    List.of(
                            "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"ID\",\"task\":\"t\",\"model\":\"m\",\"score\":0.5,"
                                    + "\"label_source\":\"grader\"}")),
            entry(
                    "litellm.jsonl",
                    List.of(
                            "{\"request_id\":\"ID\",\"startTime\":\"2026-10-01 08:00:00\",\"model\":\"gpt-4o\",\"spend\":0.001,"
                                    + "\"prompt_tokens\":10,\"completion_tokens\":2,\"metadata\":\"{\\\"usage_object\\\":{}}\"}")),
            entry(
                    "langfuse.jsonl",
                    List.of(
                            "{\"id\":\"ID\",\"traceId\":\"t1\",\"type\":\"GENERATION\",\"startTime\":\"2026-10-01T08:00:00Z\","
                                    + "\"model\":\"gpt-4o\",\"usageDetails\":{\"input\":10,\"output\":2,\"total\":12}}")),
            entry(
                    "helicone.jsonl",
                    List.of(
                            "{\"request_id\":\"ID\",\"request_created_at\":\"2026-10-01T08:00:00Z\",\"request_model\":\"gpt-4o\","
                                    + "\"prompt_tokens\":10,\"completion_tokens\":2}")),
            entry(
                    "otel.jsonl",
                    List.of("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t0\",\"spanId\":\"ID\","
                            + "\"startTimeUnixNano\":\"1790841600000000000\",\"attributes\":[{\"key\":\"gen_ai.request.model\","
                            + "\"value\":{\"stringValue\":\"gpt-4o\"}}]}]}]}]}")),
            entry(
                    "openai-batch.jsonl",
                    List.of(
                            "{\"id\":\"ID\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"created\":1790841600,"
                                    + "\"model\":\"gpt-4o\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}},\"error\":null}")),
            entry(
                    "anthropic-batch.jsonl",
                    List.of(
                            "{\"custom_id\":\"a\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"ID\",\"model\":\"claude\","
                                    + "\"usage\":{\"input_tokens\":10,\"output_tokens\":2}}}}")),
            entry(
                    "focus.csv",
                    List.of(
                            "BilledCost,BillingCurrency,ChargePeriodStart,SkuId,SkuMeter,ConsumedQuantity,ConsumedUnit,SkuPriceId",
                            "0.25,USD,2026-10-01T00:00:00Z,gpt-4o,Input Tokens,1000,Tokens,ID")),
            entry("table.csv", List.of("id,at,model,in,out", "ID,2026-10-30T10:00:00Z,sim-small,10,1")),
            entry(
                    "provider.jsonl",
                    List.of(
                            "{\"id\":\"ID\",\"object\":\"chat.completion\",\"created\":1790841600,\"model\":\"gpt-4o\",\"usage\":"
                                    + "{\"prompt_tokens\":10,\"completion_tokens\":2}}"))));

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void theLedgerAccountsForEveryRowAndGoodRowsAreKept() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        SplittableRandom random = new SplittableRandom(20261123);
        for (Map.Entry<String, List<String>> file : FILES.entrySet()) {
            Files.write(logs.resolve(file.getKey()), content(file.getKey(), file.getValue(), random));
        }
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), """
                format: weighbridge-mapping/1
                fields:
                  source: {constant: table}
                  call_id: id
                  occurred_at: at
                  requested_model: model
                  input_tokens: in
                  output_tokens: out
                """);
        String lake = folder.resolve("lake").toString();
        String[] arguments = {"ingest", "--json", "--lake", lake, "--mapping", mapping.toString(), logs.toString()};

        CommandRun run = CommandRun.of(arguments);

        assertEquals(0, run.status(), run.err());
        JsonNode counts = new JsonMapper().readTree(run.out());
        long read = counts.path("read").asLong();
        long accepted = counts.path("accepted").asLong();
        long rejected = counts.path("quarantined").asLong();
        assertEquals(read, accepted + counts.path("duplicate").asLong() + rejected);
        assertEquals(FILES.size(), counts.path("files").asInt(), run.err());
        assertTrue(rejected > LINES, rejected + " rejected");
        assertTrue(accepted >= 2L * FILES.size(), accepted + " accepted");
        LakeContent content = LakeContent.of(lake);
        content.assertEveryRowHasItsFate();
        String rows = content.calls() + "\n" + content.outcomes();
        for (String file : FILES.keySet()) {
            for (String place : List.of("first", "last")) {
                assertTrue(
                        rows.contains("good-" + place + "-" + file) || file.equals("focus.csv"), place + " of " + file);
            }
        }
        assertEquals(
                read,
                new JsonMapper()
                        .readTree(CommandRun.of(arguments).out())
                        .path("duplicate")
                        .asLong());
    }

    /** The header if there is one, a good row, broken ones, a good row. */
    private static byte[] content(String name, List<String> lines, SplittableRandom random) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        lines.subList(0, lines.size() - 1)
                .forEach(line -> content.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
        String row = lines.getLast();
        content.writeBytes((row.replace("ID", "good-first-" + name) + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < LINES; i++) {
            byte[] broken = row.replace("ID", "row-" + i).getBytes(StandardCharsets.UTF_8);
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                broken[random.nextInt(broken.length)] = SPICE[random.nextInt(SPICE.length)];
            }
            content.writeBytes(broken);
            content.write('\n');
        }
        content.writeBytes((row.replace("ID", "good-last-" + name) + "\n").getBytes(StandardCharsets.UTF_8));
        return content.toByteArray();
    }
}
