package io.weighbridge.audit.levers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prompts of 10,000 bytes and 2,500 tokens whose first 8,192 bytes are 2,048 tokens. Input costs a dollar a million, a tenth of that from the cache,
 * a quarter more into it for five minutes and twice as much for an hour.
 */
class PrefixCachingJobTest {
    private static final int TOKENS = 2_500;
    private static final int CACHED = 2_048;
    private static final String RULES =
            "The rules of the house, in every prompt. ".repeat(300).substring(0, 8_192);

    @TempDir
    static Path folder = Path.of(".");

    @BeforeAll
    static void ingest() throws IOException {
        SharedSpark.session();
        ingest(
                "lake",
                Map.of(),
                "--text",
                "keep",
                call("first", "2026-10-01T10:00:00Z", "blue", "ok", RULES, 0),
                call("half-a-second-later", "2026-10-01T10:00:00.500Z", "blue", "ok", RULES, 0),
                call("second", "2026-10-01T10:00:30Z", "blue", "ok", RULES, 0),
                call("other-tenant", "2026-10-01T10:00:40Z", "red", "ok", RULES, 0),
                call("cached", "2026-10-01T10:01:00Z", "blue", "ok", RULES, CACHED),
                call("half-cached", "2026-10-01T10:01:30Z", "blue", "ok", RULES, CACHED / 2),
                call("other-rules", "2026-10-01T10:02:00Z", "blue", "ok", "x" + RULES, 0),
                call("third", "2026-10-01T10:04:00Z", "blue", "ok", RULES, 0),
                call("failed", "2026-10-01T10:05:00Z", "blue", "error", RULES, 0),
                call("too-late", "2026-10-01T10:09:00Z", "blue", "ok", RULES, 0),
                call("before-midnight", "2026-10-02T23:57:00Z", "blue", "ok", RULES, 0),
                call("after-midnight", "2026-10-03T00:01:00Z", "blue", "ok", RULES, 0),
                call("alone", "2026-10-04T12:00:00Z", "blue", "ok", RULES, 0),
                call("alone-too", "2026-10-04T12:01:00Z", "blue", "ok", "Others' rules. ".repeat(600), 0));
    }

    @Test
    void callsReadWhatOneBeforeThemHasWrittenAndTheWriterPaysForIt() throws IOException {
        JsonNode lever = lever(audit("--to", "2026-10-01"));

        assertEquals(3, lever.path("calls").asInt(), "second, third, and the half of half-cached");
        assertEquals("estimated", lever.path("confidence").asText());
        assertSaves(2.5 * CACHED * 0.9 - CACHED * 0.25, lever);
    }

    @Test
    void aLongerLifeReadsMoreAndCostsMoreToWrite() throws IOException {
        JsonNode lever = lever(audit("--to", "2026-10-01", "--config", settings("prefix_cache_minutes: 6")));

        assertEquals(4, lever.path("calls").asInt());
        assertSaves(3.5 * CACHED * 0.9 - CACHED, lever);
    }

    @Test
    void theCacheIsEmptyALifetimeBeforeEachDay() throws IOException {
        JsonNode before = lever(audit("--from", "2026-10-02", "--to", "2026-10-02"));
        JsonNode after = lever(audit("--from", "2026-10-03", "--to", "2026-10-03"));

        assertSaves(0, before);
        assertEquals(1, after.path("calls").asInt());
        assertSaves(CACHED * 0.9, after);
    }

    @Test
    void promptsThatShareNoBeginningSaveNothing() throws IOException {
        JsonNode lever = lever(audit("--from", "2026-10-04"));

        assertEquals(0, lever.path("calls").asInt());
        assertSaves(0, lever);
    }

    @Test
    void theReportSaysWhatTheLeverIsAndHowLongACacheLives() throws IOException {
        String report = Files.readString(
                Path.of(audit("--to", "2026-10-01").path("report").asText()));

        assertTrue(report.contains("<td>prefix caching</td>"), report);
        assertTrue(report.contains("a provider\u2019s cache of prompts 5 minutes from its last use"), report);
    }

    @Test
    void aDayWhoseTasksOnlyLabelsTellSavesTheSame() throws IOException {
        String byLabel = settings("tasks: [{task: labelled, label.kind: rules}]");

        JsonNode lever = lever(audit("--to", "2026-10-01", "--config", byLabel));

        assertEquals(3, lever.path("calls").asInt());
        assertSaves(2.5 * CACHED * 0.9 - CACHED * 0.25, lever);
    }

    @Test
    void withoutTextAKeyTellsTheSameAndWithoutAKeyNothingIsKnown() throws IOException {
        String[] calls = {
            call("first", "2026-10-01T10:00:00Z", "blue", "ok", RULES, 0),
            call("second", "2026-10-01T10:00:30Z", "blue", "ok", RULES, 0)
        };
        ingest("keyed", Map.of("WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"), "--text", "none", calls);
        ingest("keyless", Map.of(), "--text", "none", calls);

        assertSaves(CACHED * 0.9 - CACHED * 0.25, lever(audit("--lake", lake("keyed"))));
        assertSaves(0, lever(audit("--lake", lake("keyless"))));
    }

    private static void assertSaves(double tokens, JsonNode lever) {
        BigDecimal usd = new BigDecimal(lever.path("saving_usd").asText());
        // A share of the group's cost, rounded down to a picodollar.
        assertEquals(
                BigDecimal.valueOf(tokens).movePointLeft(6).setScale(10, RoundingMode.HALF_UP),
                usd.setScale(10, RoundingMode.HALF_UP));
    }

    private static JsonNode audit(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("audit", "--json", "--prices", prices().toString()));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--lake")) {
            arguments.addAll(List.of("--lake", lake("lake")));
        }
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return new JsonMapper().readTree(run.out());
    }

    private static JsonNode lever(JsonNode audit) {
        for (JsonNode lever : audit.path("levers")) {
            if (lever.path("lever").asText().equals("prefix-caching")) {
                return lever;
            }
        }
        throw new AssertionError("prefix-caching must be in " + audit.path("levers"));
    }

    private static void ingest(String lake, Map<String, String> environment, String flag, String text, String... calls)
            throws IOException {
        Path log = Files.write(folder.resolve(lake + ".jsonl"), List.of(calls));
        CommandRun run = CommandRun.of(
                environment,
                "ingest",
                "--lake",
                lake(lake),
                "--prices",
                prices().toString(),
                flag,
                text,
                log.toString());
        assertEquals(0, run.status(), run.err());
    }

    private static String call(String id, String at, String tenant, String status, String rules, int cacheRead) {
        String prompt = rules + " ".repeat(10_000 - rules.length() - id.length()) + id;
        boolean isLabelled = cacheRead == 0;
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"" + id + "\",\"occurred_at\":\"" + at
                + "\",\"tenant\":\"" + tenant + "\",\"requested_model\":\"m\",\"status\":\"" + status
                + "\",\"prompt\":\"" + prompt + "\",\"input_tokens\":" + TOKENS + ",\"cache_read_tokens\":" + cacheRead
                + ",\"output_tokens\":0,\"labels\":{\"kind\":\"" + (isLabelled ? "rules" : "other") + "\"}}";
    }

    private static String lake(String name) {
        return folder.resolve(name).toString();
    }

    private static String settings(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "settings", ".yaml"), yaml + "\n")
                .toString();
    }

    private static Path prices() throws IOException {
        return Files.writeString(
                folder.resolve("prices.json"),
                "{\"format\":\"weighbridge-prices/1\",\"entries\":[{\"model\":\"m\",\"input\":\"1\",\"output\":\"1\","
                        + "\"cache_read\":\"0.1\",\"cache_write_5m\":\"1.25\",\"cache_write_1h\":\"2\",\"source\":\"test\","
                        + "\"as_of\":\"2026-01-01\"}]}");
    }
}
