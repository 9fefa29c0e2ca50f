package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.anomaly.AnomalyOptions;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.levers.LeverOptions;
import io.weighbridge.audit.report.AuditJob;
import io.weighbridge.tokenlog.PriceBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under {@code --text none} and {@code features} no word of a prompt or an answer is written anywhere, also not of rows that are broken. */
class NoTextTest {
    private static final String PROMPT = "xyzzy-prompt-secret";
    private static final String ANSWER = "plugh-answer-secret";
    private static final Map<String, String> ROWS = Map.of(
            "canonical.jsonl",
            Lines.call("c1").replace("}", ",\"prompt\":\"" + PROMPT + "\",\"response_text\":\"" + ANSWER + "\"}"),
            "litellm.jsonl",
            "{\"request_id\":\"l1\",\"startTime\":\"2026-10-01 08:00:00\",\"model\":\"gpt-4o\",\"spend\":0,\"prompt_tokens\":1,"
                    + "\"completion_tokens\":1,\"messages\":[{\"content\":\"" + PROMPT
                    + "\"}],\"response\":{\"choices\":[{\"message\":{\"content\":\"" + ANSWER + "\"}}]}}",
            "langfuse.jsonl",
            "{\"id\":\"g1\",\"traceId\":\"t\",\"type\":\"GENERATION\",\"startTime\":\"2026-10-01T08:00:00Z\",\"model\":\"gpt-4o\","
                    + "\"usageDetails\":{\"input\":1,\"output\":1},\"input\":\"" + PROMPT + "\",\"output\":\"" + ANSWER
                    + "\"}",
            "helicone.jsonl",
            "{\"request_id\":\"h1\",\"request_created_at\":\"2026-10-01T08:00:00Z\",\"request_model\":\"gpt-4o\",\"prompt_tokens\":1,"
                    + "\"completion_tokens\":1,\"request_body\":{\"messages\":[{\"content\":\"" + PROMPT
                    + "\"}]},\"response_body\":{\"choices\":[{\"message\":{\"content\":\"" + ANSWER + "\"}}]}}",
            "otel.jsonl",
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t\",\"spanId\":\"s\",\"startTimeUnixNano\":"
                    + "\"1790841600000000000\",\"attributes\":[{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"gpt-4o\"}},"
                    + "{\"key\":\"gen_ai.prompt.0.content\",\"value\":{\"stringValue\":\"" + PROMPT
                    + "\"}},{\"key\":\"gen_ai.completion.0.content\",\"value\":{\"stringValue\":\"" + ANSWER
                    + "\"}}]}]}]}]}",
            "openai-batch.jsonl",
            "{\"id\":\"b1\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"created\":1790841600,\"model\":\"gpt-4o\","
                    + "\"choices\":[{\"message\":{\"content\":\"" + ANSWER
                    + "\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}},\"error\":null}",
            "outcomes.jsonl",
            "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"c1\",\"task\":\"t\",\"model\":\"gpt-4o\",\"score\":1,"
                    + "\"label_source\":\"exact\",\"prompt\":\"" + PROMPT + "\"}",
            "anthropic-batch.jsonl",
            "{\"custom_id\":\"a\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"m1\",\"model\":\"claude-sonnet-4-5\","
                    + "\"content\":[{\"type\":\"text\",\"text\":\"" + ANSWER
                    + "\"}],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}}");

    private static final AuditOptions OPTIONS =
            new AuditOptions(null, null, 0.05, 0.95, null, Map.of(), List.of(), List.of());

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "features"})
    void noWordOfAPromptOrAnAnswerIsWrittenAnywhere(String mode) throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        SplittableRandom random = new SplittableRandom(1);
        for (Map.Entry<String, String> row : ROWS.entrySet()) {
            StringBuilder lines = new StringBuilder(row.getValue()).append('\n');
            for (int broken = 0; broken < 40; broken++) {
                int at = random.nextInt(row.getValue().length());
                lines.append(row.getValue(), 0, at)
                        .append("\"},[-5".charAt(random.nextInt(6)))
                        .append(row.getValue(), at, row.getValue().length())
                        .append('\n');
            }
            Files.writeString(logs.resolve(row.getKey()), lines);
        }
        Path lake = folder.resolve("lake");

        CommandRun run = CommandRun.of(
                Map.of("WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"),
                "ingest",
                "--lake",
                lake.toString(),
                "--text",
                mode,
                logs.toString());

        assertEquals(0, run.status(), run.err());
        assertNoSecret(run.out() + run.err(), "what the command printed");
        Lake written = Lake.at(SharedSpark.session(), lake.toString());
        assertTrue(written.calls().count() >= ROWS.size());
        assertTrue(written.quarantine().count() >= ROWS.size());
        new AuditJob(
                        OPTIONS,
                        List.of(),
                        Map.of(),
                        PriceBook.builtIn(),
                        new LeverOptions(24, 5, List.of(), List.of()),
                        new AnomalyOptions(1, 8, 1),
                        Clock.systemUTC(),
                        null)
                .run(written);
        try (Stream<Path> files = Files.walk(lake)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertNoSecret(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
                if (file.toString().endsWith(".parquet")) {
                    assertNoSecret(decompressed(file), file.toString());
                }
            }
        }
        boolean keepsFeatures = mode.equals("features");
        assertEquals(keepsFeatures, holdsFeatures(written.calls()));
        assertEquals(keepsFeatures, holdsFeatures(written.outcomes()));
    }

    private static boolean holdsFeatures(Dataset<Row> table) {
        return !table.filter("word_hashes is not null").isEmpty();
    }

    private static String decompressed(Path file) {
        Dataset<Row> rows = SharedSpark.session().read().format("parquet").load(file.toString());
        return String.join("\n", rows.toJSON().collectAsList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "features"})
    void anUnreadableFileIsNamedWithoutItsText(String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.jsonl"), PROMPT + " {\"" + ANSWER + "\"\n" + PROMPT);

        CommandRun run =
                CommandRun.of("ingest", "--lake", folder.resolve("lake").toString(), "--text", mode, file.toString());

        assertEquals(2, run.status());
        assertTrue(run.err().contains("notes.jsonl"), run.err());
        assertNoSecret(run.out() + run.err(), "what the command printed");
    }

    /** Half of a secret is one too: a broken row may hold no more than that. */
    private static void assertNoSecret(String text, String where) {
        for (String secret : List.of(PROMPT, ANSWER)) {
            assertFalse(text.contains(secret.substring(0, 8)), where);
            assertFalse(text.contains(secret.substring(secret.length() - 8)), where);
        }
    }
}
