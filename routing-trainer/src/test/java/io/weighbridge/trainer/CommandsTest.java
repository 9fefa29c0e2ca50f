package io.weighbridge.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.Application;
import io.weighbridge.cli.Console;
import io.weighbridge.cli.JsonFileOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void backtestPrintsOneLineAndWritesItsResult() throws IOException {
        Path prompts = Files.writeString(directory.resolve("prompts.jsonl"), """
                {"prompt_id":"a","prompt":"alpha beta gamma"}
                {"prompt_id":"b","prompt":"delta epsilon zeta"}
                {"prompt_id":"c","prompt":"eta theta iota"}
                """);
        Path outcomes = Files.writeString(
                directory.resolve("outcomes.csv"), "prompt_id,model,score\na,m,1\nb,m,0\nc,m,1\na,n,0\nb,n,0\nc,n,1\n");
        Path result = directory.resolve("result.json");

        int status = run(
                "backtest",
                "--prompts",
                prompts.toString(),
                "--outcomes",
                outcomes.toString(),
                "--folds",
                "2",
                "--json",
                result.toString());

        assertEquals(0, status, err.toString(StandardCharsets.UTF_8));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).startsWith("3 prompts, 2 models, 2 folds: APGR "),
                out.toString(StandardCharsets.UTF_8));
        JsonNode json = new ObjectMapper().readTree(result.toFile());
        assertEquals(3, json.path("prompts").intValue());
        assertEquals("m", json.path("two_model").path("strong").textValue());
    }

    @Test
    void trainingPromptsWithoutOutcomesEndWithStatusTwo() {
        int status = run("backtest", "--prompts", "p", "--outcomes", "o", "--train-prompts", "q");

        assertEquals(2, status);
        assertTrue(err.toString(StandardCharsets.UTF_8)
                .contains("--train-prompts: must come with --train-outcomes, and the other way round"));
    }

    @Test
    void aMissingInputEndsWithStatusTwoAndItsName() {
        Path missing = directory.resolve("nothing.jsonl");
        int status = run("backtest", "--prompts", missing.toString(), "--outcomes", missing.toString());

        assertEquals(2, status);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("nothing.jsonl: must be a readable file"));
    }

    @Test
    void trainWithoutAnAuditEndsWithStatusTwo() {
        int status = run(
                "train",
                "--lake",
                directory.toString(),
                "--out",
                directory.resolve("p.json").toString());

        assertEquals(2, status);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("run weighbridge audit first"));
    }

    @Test
    void aLossOutOfRangeEndsWithStatusTwo() {
        int status = run("train", "--lake", directory.toString(), "--out", "p.json", "--max-quality-loss", "1.5");

        assertEquals(2, status);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--max-quality-loss: must be in [0, 1), was 1.5"));
    }

    @Test
    void aCertificateOutlastingAYearEndsWithStatusTwo() {
        int status = run("train", "--lake", directory.toString(), "--out", "p.json", "--certificate-days", "400");

        assertEquals(2, status);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--certificate-days: must be in [1, 366], was 400"));
    }

    @Test
    void helpEndsWithAnExample() {
        assertEquals(0, run("train", "--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("weighbridge train --lake lake"));
    }

    private int run(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                0);
        return new Application(console, new BacktestCommand(), new TrainCommand())
                .run(JsonFileOption.renamed("backtest", arguments));
    }
}
