package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program in the place of a batch API: it works off a file as vLLM's run-batch does, well and unwell. */
@Timeout(120)
class BatchCommandTest {
    private static final int ITEMS = 60;

    @TempDir
    Path directory;

    @Test
    void everyItemIsAnsweredOneModelAfterTheOtherAndNothingIsLeftBehind() throws Exception {
        Command run = run(program("mkdir \"$3.lock\" || exit 9", "rmdir \"$3.lock\""));

        assertEquals(0, run.exit(), run.err());
        JsonNode json = run.json();
        assertEquals(ITEMS, json.path("succeeded").asInt());
        assertEquals(2, json.path("batches").size());
        assertEquals(ITEMS, idsExactlyOnce().size());
        assertEquals(ITEMS, answered());
        for (JsonNode call : Command.lines(onlyRun().resolve("calls.jsonl"))) {
            assertTrue(!call.has("service_tier"), call::toString);
        }
        assertTrue(Usd.parse(json.path("cost_usd").asText()).compareTo(Usd.ZERO) > 0);
        assertEquals(Usd.ZERO, Usd.parse(json.path("unresolved_usd").asText()));
        assertFalse(Files.exists(onlyRun().resolve(".batches")));
        assertEquals(List.of(), logs());
    }

    @Test
    void aProgramThatBreaksOffKeepsWhatItWroteAndTheRestGoesIntoAnotherBatch() throws Exception {
        // Each time it does no more than twenty, and is sure to break off.
        Command run = run(program("head -n 20 \"$1\" >\"$1.part\"; set -- \"$1.part\" \"$2\" \"$3\" \"$4\"", "exit 3"));

        assertEquals(0, run.exit(), run.err());
        JsonNode json = run.json();
        // Three attempts for each of thirty items: the last ten of twenty a batch are reached by the second.
        assertEquals(
                ITEMS, json.path("succeeded").asInt() + json.path("needs_human").asInt());
        assertEquals(ITEMS, idsExactlyOnce().size());
        assertEquals(json.path("succeeded").asInt(), answered());
        assertEquals(Usd.ZERO, Usd.parse(json.path("unresolved_usd").asText()));
        List<String> problems = Command.lines(onlyRun().resolve("calls.jsonl")).stream()
                .map(call -> call.path("error").asText())
                .filter(problem -> !problem.isEmpty())
                .distinct()
                .toList();
        assertTrue(!problems.isEmpty(), "no attempt failed");
        for (String problem : problems) {
            assertTrue(problem.matches("the command ended with status 3, see batch-wb-[0-9a-f]{16}\\.log"), problem);
        }
        assertFalse(logs().isEmpty());
    }

    @Test
    void whatTheProgramRefusesCostsNothingAndGoesToPeople() throws Exception {
        Command run = run(program("set -- \"$1\" \"$2\" \"$3\" sim-medium", ""));

        assertEquals(0, run.exit(), run.err());
        assertEquals(ITEMS, run.json().path("needs_human").asInt());
        assertEquals(Usd.ZERO, Usd.parse(run.json().path("cost_usd").asText()));
        for (JsonNode line : Command.lines(onlyRun().resolve("needs-human.jsonl"))) {
            assertEquals("refused", line.at("/error/code").asText(), line::toString);
        }
    }

    @Test
    void aProgramThatIsNotThereIsBadInput() throws Exception {
        Command run = run("[no-such-program, '{input}', '{output}']");

        assertEquals(2, run.exit());
        assertTrue(
                run.err()
                        .contains("providers.simulated.batch_command: must be a program that can be run, was"
                                + " no-such-program"),
                run.err());
    }

    @Test
    void killedTheRunTakesItsProgramWithItKeepsItsResultsAndGoesOnWithTheRest() throws Exception {
        List<String> arguments = arguments(program("echo $$ >>\"$3.pids\"", "", "--latency-ms", "25"));
        Process first = start(arguments);
        awaitResults(first, 5);
        first.destroyForcibly().waitFor();
        for (String pid : Files.readAllLines(directory.resolve("program.pids"))) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(program ->
                            program.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        }
        long before = results();

        Command run = Command.run(arguments.toArray(String[]::new));

        assertEquals(0, run.exit(), run.err());
        assertTrue(before >= 5 && before < ITEMS, () -> "results " + before);
        assertEquals(ITEMS, run.json().path("succeeded").asInt());
        assertEquals(ITEMS, idsExactlyOnce().size());
        assertEquals(ITEMS, answered());
        assertFalse(Files.exists(onlyRun().resolve(".batches")));
        // Those of the first batch that had their turn yet to come.
        assertTrue(
                Command.lines(onlyRun().resolve("calls.jsonl")).stream()
                        .anyMatch(call -> call.path("error").asText().equals("the command was interrupted")),
                "no call was interrupted");
    }

    @Test
    void aCancelledRunEndsItsProgramAndAResumedOneAsksForTheRest() throws Exception {
        List<String> arguments = arguments(program("", "", "--latency-ms", "25"));
        CompletableFuture<Command> running = CompletableFuture.supplyAsync(
                () -> Command.run(arguments.toArray(String[]::new)),
                task -> Thread.ofPlatform().start(task));
        while (results() < 5 && !running.isDone()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        runs("cancel");
        Command stopped = running.join();

        assertTrue(stopped.err().contains("cancelled, "), stopped.err());
        long done = answered();
        assertTrue(done >= 5 && done < ITEMS, () -> "answered " + done);

        Command resumed =
                runs("resume", "--config", directory.resolve("weighbridge.yaml").toString());
        assertEquals(0, resumed.exit(), resumed.err());
        assertEquals(ITEMS, idsExactlyOnce().size());
        assertEquals(ITEMS, answered());
    }

    /**
     * A program of input, output, a path for its own use and a model, as a list of YAML.
     *
     * @param before a line of the shell before the answers
     * @param after a line behind them
     */
    private String program(String before, String after, String... more) throws IOException {
        List<String> java = new ArrayList<>(TestJvm.command("64m", "io.weighbridge.samples.Main"));
        java.addAll(List.of("samples", "run-batch", "--seed", "7"));
        java.addAll(List.of(more));
        Path script = Files.writeString(
                directory.resolve("program.sh"), """
                #!/bin/sh
                %s
                '%s' -i "$1" -o "$2" --model "$4"
                status=$?
                %s
                exit $status
                """.formatted(before, String.join("' '", java), after));
        return "[sh, '" + script + "', '{input}', '{output}', '" + directory.resolve("program") + "', '{model}']";
    }

    private Command run(String batchCommand) throws IOException {
        return Command.run(arguments(batchCommand).toArray(String[]::new));
    }

    private List<String> arguments(String batchCommand) throws IOException {
        Path settings = Files.writeString(directory.resolve("weighbridge.yaml"), """
                providers: {simulated: {base_url: '%s', batch_command: %s}}
                limits: {attempts: 3, timeout: 5s, batch_poll: 20ms}
                """.formatted(
                        URI.create("http://127.0.0.1:9/v1"), batchCommand));
        return List.of(
                "run",
                "--json",
                "--mode",
                "batch",
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(directory, ITEMS).toString(),
                "--config",
                settings.toString(),
                "--budget",
                "5",
                "--lake",
                directory.resolve("lake").toString());
    }

    private Process start(List<String> arguments) throws IOException {
        Stream<String> java = TestJvm.command("256m", "io.weighbridge.runner.Main").stream();
        return new ProcessBuilder(Stream.concat(java, arguments.stream()).toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
    }

    private Command runs(String what, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "runs",
                what,
                onlyRun().getFileName().toString(),
                "--json",
                "--lake",
                directory.resolve("lake").toString()));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    private void awaitResults(Process process, long least) throws Exception {
        while (results() < least) {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(directory.resolve("err.txt")));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Lines that programs have written for batches that have not ended. */
    private long results() throws IOException {
        try (Stream<Path> runs = Files.list(directory.resolve("lake/runs"))) {
            long lines = 0;
            for (Path run : runs.toList()) {
                for (Path batch : list(run.resolve(".batches"))) {
                    Path output = batch.resolve("output.jsonl");
                    lines += Files.exists(output)
                            ? Files.readString(output).lines().count()
                            : 0;
                }
            }
            return lines;
        } catch (NoSuchFileException e) {
            // Not there yet, or not any more.
            return 0;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private long answered() throws IOException {
        return Command.lines(onlyRun().resolve("calls.jsonl")).stream()
                .filter(call -> call.path("status").asText().equals("ok"))
                .count();
    }

    private List<Path> logs() throws IOException {
        return list(onlyRun()).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList();
    }

    private Path onlyRun() throws IOException {
        return Command.onlyRun(directory.resolve("lake"));
    }

    private Set<String> idsExactlyOnce() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String file : List.of("results.jsonl", "errors.jsonl")) {
            for (JsonNode line : Command.lines(onlyRun().resolve(file))) {
                assertTrue(ids.add(line.path("custom_id").asText()), line::toString);
            }
        }
        return ids;
    }
}
