package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {
    private static final String WITH_PROMPT = Lines.call("1")
            .replace("\"task\":\"triage\",", "\"application\":\"desk\",")
            .replace("}", ",\"prompt\":\"My line is dead\"}");

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void theSummaryIsOneLine() throws IOException {
        CommandRun run = ingest();

        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .matches("1 files: 1 rows read = 1 accepted \\+ 0 duplicate \\+ 0 quarantined in [0-9.]+ s\\R"),
                run.out());
        assertTrue(
                run.err().contains("ingest: 1 read as canonical: its first line says \"weighbridge-call\""), run.err());
    }

    @Test
    void withoutTextAndKeyNothingOfItIsStored() throws IOException {
        ingest("--text", "none");

        Cells call = storedCall();
        assertNull(call.textOrNull("prompt"));
        assertNull(call.textOrNull("prompt_hash"));
        assertNull(call.textOrNull("template_id"));
    }

    @Test
    void withoutTextRulesStillSeeItAndHashesAreMadeWithTheKey() throws IOException {
        Path settings = Files.writeString(folder.resolve("weighbridge.yaml"), """
                text: none
                tasks:
                  - task: outage
                    prompt_matches: "(?i)line is dead"
                """);

        ingest(Map.of("WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"), "--config", settings.toString());

        Cells call = storedCall();
        assertEquals("outage", call.text("task"));
        assertNull(call.textOrNull("prompt"));
        assertEquals(64, call.text("prompt_hash").length());
        assertNotEquals(Sha256.hex("My line is dead"), call.text("prompt_hash"));
        assertEquals(16, call.text("template_id").length());
    }

    @Test
    void configuredRulesGiveTasksAndAliasesGiveNames() throws IOException {
        Path settings = Files.writeString(folder.resolve("weighbridge.yaml"), """
                tasks:
                  - task: triage
                    application: desk
                    prompt_matches: "(?i)line is dead"
                aliases:
                  sim-small: sim-medium
                """);

        ingest("--config", settings.toString());

        Cells call = storedCall();
        assertEquals("triage", call.text("task"));
        assertEquals("sim-medium", call.text("model"));
        assertEquals("sim-small", call.text("requested_model"));
    }

    @Test
    void withoutALakeItSaysHowToNameOne() {
        CommandRun run = CommandRun.of("ingest", "calls.jsonl");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("no lake: give --lake DIR"), run.err());
    }

    private CommandRun ingest(String... options) throws IOException {
        return ingest(Map.of(), options);
    }

    private CommandRun ingest(Map<String, String> environment, String... options) throws IOException {
        Path log = Lines.write(folder.resolve("calls.jsonl"), WITH_PROMPT);
        String[] arguments = new String[options.length + 4];
        arguments[0] = "ingest";
        arguments[1] = "--lake";
        arguments[2] = folder.resolve("lake").toString();
        arguments[3] = log.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return CommandRun.of(environment, arguments);
    }

    private Cells storedCall() {
        return new Cells(Lake.at(SharedSpark.session(), folder.resolve("lake").toString())
                .calls()
                .first());
    }
}
