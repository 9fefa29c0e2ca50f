package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.Application;
import io.weighbridge.cli.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A command run in this process as the launcher would run it. */
record Command(int exit, String out, String err) {

    static Command run(String... arguments) {
        return run(Map.of(), "", arguments);
    }

    static Command run(Map<String, String> environment, String input, String... arguments) {
        return run(Clock.systemUTC(), environment, input, arguments);
    }

    static Command run(Clock clock, Map<String, String> environment, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                0);
        Application application = new Application(
                console,
                new RouteCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))),
                new SignCommand(),
                new RunCommand(clock),
                new ReplayCommand(clock),
                new WorkerCommand(),
                new RunsCommand(),
                new NightlyCommand());
        int exit = application.run(arguments);
        return new Command(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() throws IOException {
        List<String> lines = out.lines().toList();
        return JsonMapper.builder().build().readTree(lines.getLast());
    }

    /** Settings with one provider for both models of {@link TestPolicy}. */
    static Path settings(Path directory, URI baseUrl, String limits) throws IOException {
        return Files.writeString(directory.resolve("weighbridge.yaml"), """
                providers:
                  simulated:
                    base_url: %s
                    models: [sim-frontier, sim-small]
                limits: {%s}
                """.formatted(baseUrl, limits));
    }

    /** The lines of a file, as JSON. */
    static List<JsonNode> lines(Path file) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> {
                        try {
                            return json.readTree(line);
                        } catch (IOException e) {
                            throw new IllegalArgumentException(file + ": " + line, e);
                        }
                    })
                    .toList();
        }
    }

    /** The one run that a lake holds. */
    static Path onlyRun(Path lake) throws IOException {
        try (Stream<Path> runs = Files.list(lake.resolve("runs"))) {
            List<Path> all = runs.toList();
            assertEquals(1, all.size());
            return all.getFirst();
        }
    }

    /** The items that results and errors of a run name, each of them once. */
    static Set<String> idsExactlyOnce(Path run) throws IOException {
        Set<String> ids = new HashSet<>();
        for (String file : List.of("results.jsonl", "errors.jsonl")) {
            for (JsonNode line : lines(run.resolve(file))) {
                assertTrue(ids.add(line.path("custom_id").asText()), line::toString);
            }
        }
        return ids;
    }
}
