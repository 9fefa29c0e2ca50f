package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.Application;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Summary;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Nights, their steps and signals as processes; the steps are commands that do next to nothing. */
class NightlyKillTest {
    private static final String PLACE = "WEIGHBRIDGE_TEST_PLACE";

    @TempDir
    Path place;

    @BeforeEach
    void prepare() throws IOException {
        TestWorkload.write(place, 1);
        PolicyJson.write(TestPolicy.policy().withRule(new Rule.IncumbentOnly()), place.resolve("policy.json"));
        Files.createDirectories(place.resolve("lake/runs/R"));
        Files.writeString(place.resolve("lake/runs/R/calls.jsonl"), "{}\n");
        Path launcher = Files.writeString(
                place.resolve("launcher"),
                "#!/usr/bin/env bash\nexec '" + String.join("' '", TestJvm.command("128m", Steps.class.getName()))
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "audit", "train", "run"})
    @Timeout(60)
    void killedWithAStepInTheMiddleItLeavesNoOrphanAndGoesOnWithThatStep(String killed) throws Exception {
        List<String> steps = List.of("ingest", "audit", "train", "run", "ingest", "audit");
        List<String> before = steps.subList(0, steps.indexOf(killed) + 1);
        hold(killed);
        Process night = start();
        ProcessHandle step = begun(night, killed);

        night.destroyForcibly().waitFor();
        assertEquals(137, night.exitValue());
        step.onExit().get(30, TimeUnit.SECONDS);
        assertEquals(before, begun());

        release(killed);
        JsonNode json = ended(start());

        List<String> all = new ArrayList<>(before);
        all.addAll(steps.subList(before.size() - 1, steps.size()));
        assertEquals(all, begun());
        assertEquals("done", json.path("state").asText());
        assertEquals(7, json.path("steps").size());
        assertEquals(List.of(json.path("night_id").asText()), nights());
    }

    @Test
    @Timeout(60)
    void aKilledStepEndsTheNightWithStatus1() throws Exception {
        hold("audit");
        Process night = start();
        begun(night, "audit").destroyForcibly();

        assertEquals(1, night.waitFor());
        assertTrue(err().contains("/2-audit: ended by signal 9"), err());
    }

    @Test
    @Timeout(60)
    void aSecondNightAtTheSameTimeEndsWithStatus5() throws Exception {
        hold("ingest");
        Process first = start();
        begun(first, "ingest");

        Process second = start();

        assertEquals(5, second.waitFor());
        assertTrue(err().contains("lake: another process performs a night of it"), err());
        assertEquals(1, nights().size());
        first.destroyForcibly().waitFor();
    }

    @Test
    @Timeout(60)
    void aNightEndsWithTheStatusOfItsStep() throws Exception {
        Files.writeString(place.resolve("fail-train"), "");

        Process night = start();

        assertEquals(1, night.waitFor());
        assertTrue(
                err().contains("/4-train: weighbridge train: no outcomes (") && err().contains("the same command"),
                err());
    }

    private void hold(String command) throws IOException {
        Files.writeString(place.resolve("hold-" + command), "");
    }

    private void release(String command) throws IOException {
        Files.delete(place.resolve("hold-" + command));
    }

    /** Waits until a night has begun a command, and returns the command's process. */
    private ProcessHandle begun(Process night, String command) throws Exception {
        while (true) {
            assertTrue(night.isAlive(), this::err);
            Optional<ProcessHandle> process = lines().stream()
                    .filter(line -> line.startsWith(command + " "))
                    .reduce((earlier, later) -> later)
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(line.indexOf(' ') + 1))));
            if (process.isPresent()) {
                return process.get();
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private List<String> begun() throws IOException {
        return lines().stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private List<String> lines() throws IOException {
        Path begun = place.resolve("begun");
        return Files.exists(begun) ? Files.readAllLines(begun) : List.of();
    }

    private List<String> nights() throws IOException {
        try (Stream<Path> entries = Files.list(place.resolve("lake/nights"))) {
            return entries.filter(Files::isDirectory)
                    .map(night -> night.getFileName().toString())
                    .toList();
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(TestJvm.command("128m", Main.class.getName()));
        command.addAll(
                List.of("nightly", "--lake", "lake", "--logs", "logs", "--workload", "workload.jsonl", "--json"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(place.toFile());
        builder.environment()
                .putAll(Map.of("WEIGHBRIDGE_LAUNCHER", place.resolve("launcher").toString(), PLACE, place.toString()));
        return builder.redirectError(
                        ProcessBuilder.Redirect.appendTo(place.resolve("err").toFile()))
                .redirectOutput(place.resolve("out").toFile())
                .start();
    }

    private JsonNode ended(Process process) throws Exception {
        assertEquals(0, process.waitFor(), this::err);
        assertFalse(err().isEmpty());
        return JsonMapper.builder().build().readTree(place.resolve("out").toFile());
    }

    private String err() {
        try {
            return Files.readString(place.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The commands that a night starts. Each notes that it began; it holds while it is told to. */
    static final class Steps {
        private Steps() {}

        public static void main(String[] arguments) {
            System.exit(Application.run(arguments, new Ingest(), new Audit(), new Train(), new Run()));
        }
    }

    private abstract static class Scripted extends JobCommand {
        private final String name;
        private final Map<String, Object> result;

        @Unmatched
        private final List<String> others = new ArrayList<>();

        Scripted(String name, Map<String, Object> result) {
            this.name = name;
            this.result = result;
        }

        @Override
        protected Summary run() throws Exception {
            Path place = Path.of(System.getenv(PLACE));
            Files.writeString(
                    place.resolve("begun"),
                    name + " " + ProcessHandle.current().pid() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            while (Files.exists(place.resolve("hold-" + name))) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (Files.exists(place.resolve("fail-" + name))) {
                throw new JobFailedException("no outcomes", null);
            }
            if (name.equals("train")) {
                Files.copy(place.resolve("policy.json"), Path.of(others.get(others.indexOf("--out") + 1)));
            }
            return new Summary(name, result);
        }
    }

    @Command(name = "ingest", footer = "example")
    private static final class Ingest extends Scripted {
        Ingest() {
            super("ingest", Map.of("read", 1));
        }
    }

    @Command(name = "audit", footer = "example")
    private static final class Audit extends Scripted {
        Audit() {
            super("audit", Map.of("audit_id", "A", "report", "report.html", "spend_usd", "1"));
        }
    }

    @Command(name = "train", footer = "example")
    private static final class Train extends Scripted {
        Train() {
            super("train", Map.of("policy", "p"));
        }
    }

    @Command(name = "run", footer = "example")
    private static final class Run extends Scripted {
        Run() {
            super("run", Map.of("run_id", "R", "items", 1, "cost_usd", "0.5"));
        }
    }
}
