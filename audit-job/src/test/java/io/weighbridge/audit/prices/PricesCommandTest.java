package io.weighbridge.audit.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesCommandTest {
    private static final String LIST = """
            {"new-model": {"mode": "chat", "litellm_provider": "openai", "input_cost_per_token": 2e-06,
                           "output_cost_per_token": 8e-06},
             "painter": {"mode": "image_generation", "litellm_provider": "openai", "input_cost_per_pixel": 1e-08}}
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void anImportedListIsShownWithItsSourceAndDay() throws IOException {
        Path book = imported();

        CommandRun shown = CommandRun.of("prices", "show", "new-model", "--prices", book.toString());

        assertEquals(0, shown.status(), shown.err());
        assertTrue(
                shown.out()
                        .lines()
                        .anyMatch(line -> line.matches("new-model +openai +standard +2 +8 +list.json, 2026-08-21")),
                shown.out());
    }

    @Test
    void anImportSaysWhatItLeavesOut() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), LIST);

        CommandRun run = CommandRun.of(
                "prices",
                "import",
                "--format",
                "litellm",
                list.toString(),
                "--out",
                folder.resolve("p.json").toString());

        assertTrue(run.out().contains("1 prices, version prices-"), run.out());
        assertTrue(run.out().contains("left out 1: mode image_generation is not priced by text tokens"), run.out());
    }

    @Test
    void aListThatIsNotJsonIsAnError() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), "not json");

        CommandRun run = CommandRun.of("prices", "import", "--format", "litellm", list.toString(), "--out", "unused");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("list.json: price list: must be JSON"), run.err());
    }

    @Test
    void theCheckNamesModelsWithoutAPriceUntilTheBookHasOne() throws IOException {
        Path log = Files.writeString(folder.resolve("calls.jsonl"), call("1", "sim-small") + call("2", "new-model"));
        String lake = folder.resolve("lake").toString();
        assertEquals(0, CommandRun.of("ingest", "--lake", lake, log.toString()).status());

        CommandRun before = CommandRun.of("prices", "check", "--lake", lake);
        CommandRun after = CommandRun.of(
                "prices", "check", "--lake", lake, "--prices", imported().toString());

        assertEquals("1 models priced, 1 without a price\n  new-model: 1 calls\n", before.out());
        assertEquals("2 models priced, 0 without a price\n", after.out());
    }

    private Path imported() throws IOException {
        Path list = Files.writeString(folder.resolve("list.json"), LIST);
        Path book = folder.resolve("prices.json");
        CommandRun run = CommandRun.of(
                "prices",
                "import",
                "--format",
                "litellm",
                list.toString(),
                "--as-of",
                "2026-08-21",
                "--out",
                book.toString());
        assertEquals(0, run.status(), run.err());
        return book;
    }

    private static String call(String id, String model) {
        return """
                {"format":"weighbridge-call/1","source":"gateway","call_id":"%s",\
                "occurred_at":"2026-10-31T00:00:00Z","requested_model":"%s","status":"ok","input_tokens":10,\
                "output_tokens":1}
                """.formatted(id, model);
    }
}
