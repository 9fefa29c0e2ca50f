package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.tokenlog.TemplateId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hard items, which go to sim-frontier, have one answer; easy ones have an answer each. */
@Timeout(60)
class RunsTemplatesTest {
    private static final int ITEMS = 20;

    @TempDir
    Path directory;

    @Test
    void aShapeThatAlwaysHadOneAnswerIsAnsweredByItInTheNextRun() throws Exception {
        Path answers = directory.resolve("answers.jsonl");
        try (FakeProvider provider = FakeProvider.start(
                (prompt, arrival) -> Behaviour.ANSWER,
                (model, prompt) -> model.equals("sim-small") ? "About " + prompt : "Ask a colleague.")) {
            assertEquals(0, run(provider, "{}").exit());

            Command mined = templates(ITEMS / 2, answers);
            Command none = templates(ITEMS / 2 + 1, directory.resolve("none.jsonl"));
            Command next = run(provider, "{templates: " + answers + "}");

            assertEquals(0, mined.exit(), mined.err());
            List<JsonNode> lines = Command.lines(answers);
            assertEquals(1, lines.size(), lines::toString);
            JsonNode line = lines.getFirst();
            assertEquals("north", line.path("tenant").asText());
            assertEquals(TestPolicy.HARD, line.path("task").asText());
            assertEquals(
                    TemplateId.of("Question number 1"), line.path("template_id").asText());
            assertEquals("Ask a colleague.", line.path("response").asText());
            assertEquals(ITEMS / 2, line.path("calls").asInt());
            assertEquals(List.of(), Command.lines(directory.resolve("none.jsonl")), none.err());
            assertEquals(ITEMS / 2, next.json().at("/reused/template").asInt());
            assertEquals(ITEMS, next.json().path("succeeded").asInt());
            assertEquals(1, provider.arrivals("Question number 1"));
            assertEquals(2, provider.arrivals("Question number 2"));

            // What a template answered is no further evidence for it.
            templates(ITEMS / 2, answers);
            assertEquals(
                    ITEMS / 2, Command.lines(answers).getFirst().path("calls").asInt());
        }
    }

    @Test
    void redactedTextsAreNoTemplatesAndOneCallIsNone() {
        Command redacted = Command.run(
                Map.of("WEIGHBRIDGE_REDACT", "[emails]"),
                "",
                "runs",
                "templates",
                "--lake",
                directory.toString(),
                "--out",
                directory.resolve("answers.jsonl").toString());

        assertEquals(2, redacted.exit());
        assertTrue(redacted.err().contains("redact: must be empty"), redacted.err());
        assertTrue(
                templates(1, directory.resolve("answers.jsonl")).err().contains("--least: must be at least 2, was 1"));
    }

    private Command templates(int least, Path out) {
        return Command.run(
                "runs",
                "templates",
                "--lake",
                directory.resolve("lake").toString(),
                "--least",
                Integer.toString(least),
                "--out",
                out.toString());
    }

    private Command run(FakeProvider provider, String reuse) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--json",
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(directory, ITEMS).toString(),
                "--lake",
                directory.resolve("lake").toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 4, timeout: 20s, attempts: 4")
                        .toString()));
        return Command.run(Map.of("WEIGHBRIDGE_REUSE", reuse), "", arguments.toArray(String[]::new));
    }
}
