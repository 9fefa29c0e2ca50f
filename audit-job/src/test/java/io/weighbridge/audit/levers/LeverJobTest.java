package io.weighbridge.audit.levers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.report.AuditJob;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of 1,000 tokens in, at a dollar a million: a thousandth of a dollar each, half of that in batches. */
class LeverJobTest {
    @TempDir
    static Path folder = Path.of(".");

    @BeforeAll
    static void ingest() throws IOException {
        SharedSpark.session();
        Path calls = Files.write(
                folder.resolve("calls.jsonl"),
                List.of(
                        call("asked", "2026-10-01T10:00:00Z", "chat", "ok", "What is a weighbridge?", "blue"),
                        call("again", "2026-10-02T09:59:59Z", "chat", "ok", "What is a weighbridge?", "blue"),
                        call("later", "2026-10-02T10:00:00Z", "chat", "ok", "What is a weighbridge?", "blue"),
                        call("other-tenant", "2026-10-02T10:00:01Z", "chat", "ok", "What is a weighbridge?", "red"),
                        call("failed", "2026-10-02T11:00:00Z", "chat", "error", "Why?", "blue"),
                        call("report", "2026-10-02T12:00:00Z", "nightly", "ok", "Sum up.", "blue"),
                        call("report-again", "2026-10-02T13:00:00Z", "nightly", "ok", "Sum up.", "blue")));
        CommandRun run = CommandRun.of("ingest", "--lake", lake(), "--prices", prices().toString(), calls.toString());
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void theDayBeforeFillsTheCacheAndTenantsDoNotShareIt() throws IOException {
        JsonNode audit = audit("--from", "2026-10-02");

        assertEquals(new BigDecimal("0.001"), saving(audit, "failed-calls"));
        // "again" within a day of "asked", and "report-again"; "later" is a day after the answer that was stored.
        assertEquals(new BigDecimal("0.002"), saving(audit, "exact-duplicates"));
        assertEquals(2, lever(audit, "exact-duplicates").path("calls").asInt());
        assertEquals(new BigDecimal("0.0005"), saving(audit, "batch-tier"), "half of the first report");
        assertEquals(BigDecimal.ZERO.setScale(0), saving(audit, "over-provisioned-model"));
        assertEquals(new BigDecimal("0.0035"), amount(audit.path("joint_saving_usd")));
        assertEquals(
                List.of(
                        "failed-calls",
                        "exact-duplicates",
                        "near-duplicates",
                        "template-answers",
                        "prefix-caching",
                        "over-provisioned-model",
                        "hosting",
                        "batch-tier"),
                audit.path("levers").findValuesAsText("lever"));
        assertEquals("assumption", lever(audit, "batch-tier").path("confidence").asText());
        String report = Files.readString(Path.of(audit.path("report").asText()));
        assertTrue(report.contains("Where the money could be saved"));
    }

    @Test
    void aLongerLifeOfTheCacheAnswersMore() throws IOException {
        assertEquals(2, lever(audit(), "exact-duplicates").path("calls").asInt());
        Files.writeString(settings(), "batch_tasks: [nightly]\ncache_hours: 25\n");
        try {
            assertEquals(3, lever(audit(), "exact-duplicates").path("calls").asInt());
        } finally {
            Files.writeString(settings(), "batch_tasks: [nightly]\n");
        }
    }

    /** Two calls in the busiest hour; a replica of 0.00001 USD an hour carries a token a second. */
    @Test
    void aModelThatCouldBeHostedIsSizedAndItsSavingIsInTheReport() throws IOException {
        Files.writeString(
                settings(), "batch_tasks: [nightly]\nhosting:\n  - model: own\n    replaces: [m]\n    burst: 1.5\n");
        try {
            JsonNode audit = audit();

            JsonNode sizing = audit.path("hosting").path(0);
            assertEquals("own", sizing.path("model").asText());
            assertEquals("2026-10-02T10:00:00Z", sizing.path("peak_hour").asText());
            assertEquals(2_000 / 3_600.0, sizing.path("peak_tokens_per_second").asDouble(), 1e-6);
            assertEquals(1, sizing.path("replicas").asInt());
            assertEquals(48, sizing.path("hours").asInt());
            assertEquals(new BigDecimal("0.00048"), amount(sizing.path("hosting_usd")));
            assertEquals(new BigDecimal("0.004"), amount(sizing.path("calls_usd")), "of seven calls");
            assertEquals(new BigDecimal("0.00352"), saving(audit, "hosting"));
            assertEquals(BigDecimal.ZERO, saving(audit, "batch-tier"), "the report is hosted");
            String report = Files.readString(Path.of(audit.path("report").asText()));
            assertTrue(report.contains("<h3>Hosting</h3>"));
            assertTrue(report.contains("2026-10-02 10:00 UTC"));
            assertEquals(
                    Set.of(),
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(AuditJob.class.getResourceAsStream("summary.schema.json"))
                            .validate(audit));
        } finally {
            Files.writeString(settings(), "batch_tasks: [nightly]\n");
        }
    }

    @Test
    void aModelWithoutACostOfHostingIsRefusedBeforeAnythingIsWritten() throws IOException {
        Files.writeString(settings(), "hosting: [{model: m}]\n");
        try {
            CommandRun run = CommandRun.of(
                    "audit", "--lake", lake(), "--config", settings().toString(), "--prices", prices().toString());

            assertEquals(2, run.status(), run.err());
            assertTrue(
                    run.err().contains("hosting: must name models whose price in the price book is by hosting, was m"),
                    run.err());
        } finally {
            Files.writeString(settings(), "batch_tasks: [nightly]\n");
        }
    }

    private static JsonNode audit(String... more) throws IOException {
        if (!Files.exists(settings())) {
            Files.writeString(settings(), "batch_tasks: [nightly]\n");
        }
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "audit",
                "--json",
                "--lake",
                lake(),
                "--config",
                settings().toString(),
                "--prices",
                prices().toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return new JsonMapper().readTree(run.out());
    }

    private static JsonNode lever(JsonNode audit, String name) {
        for (JsonNode lever : audit.path("levers")) {
            if (lever.path("lever").asText().equals(name)) {
                return lever;
            }
        }
        throw new AssertionError(name + " must be in " + audit.path("levers"));
    }

    private static BigDecimal saving(JsonNode audit, String name) {
        return amount(lever(audit, name).path("saving_usd"));
    }

    private static BigDecimal amount(JsonNode usd) {
        BigDecimal amount = new BigDecimal(usd.asText()).stripTrailingZeros();
        return amount.signum() == 0 ? BigDecimal.ZERO : amount;
    }

    private static String call(String id, String at, String task, String status, String prompt, String tenant) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"" + id + "\",\"occurred_at\":\"" + at
                + "\",\"task\":\"" + task + "\",\"tenant\":\"" + tenant + "\",\"requested_model\":\"m\",\"status\":\""
                + status + "\",\"prompt\":\"" + prompt + "\",\"input_tokens\":1000,\"output_tokens\":0}";
    }

    private static String lake() {
        return folder.resolve("lake").toString();
    }

    private static Path settings() {
        return folder.resolve("weighbridge.yaml");
    }

    private static Path prices() throws IOException {
        String entry =
                "{\"model\":\"m\",%s\"input\":\"%s\",\"output\":\"%s\",\"source\":\"test\",\"as_of\":\"2026-01-01\"}";
        return Files.writeString(
                folder.resolve("prices.json"),
                "{\"format\":\"weighbridge-prices/1\",\"entries\":[" + entry.formatted("", "1", "1") + ","
                        + entry.formatted("\"service_tier\":\"batch\",", "0.5", "0.5")
                        + ",{\"model\":\"own\",\"hosting\":{\"usd_per_replica_hour\":\"0.00001\",\"tokens_per_second\":\"1\","
                        + "\"utilisation\":\"1\"},\"source\":\"test\",\"as_of\":\"2026-01-01\"}]}");
    }
}
