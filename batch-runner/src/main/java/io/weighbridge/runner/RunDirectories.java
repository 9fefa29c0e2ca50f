package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.SortableId;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The runs of a lake. A run's name ends with a hash of its inputs, so that equal inputs find their unfinished run. */
record RunDirectories(Path runs, Clock clock) {
    /** In a run's folder until its result was printed. */
    private static final String UNREPORTED = ".unreported";

    static RunDirectories in(Path lake, Clock clock) {
        return new RunDirectories(lake.resolve("runs"), clock);
    }

    Path directory(String runId) {
        return runs.resolve(runId);
    }

    boolean exists(String runId) {
        return !runId.contains("/") && Files.isDirectory(directory(runId));
    }

    /** @throws BadInputException if there is no such run */
    void requireExists(String runId) {
        if (!exists(runId)) {
            throw new BadInputException(directory(runId) + ": no such run");
        }
    }

    boolean finished(String runId) {
        return Files.isRegularFile(directory(runId).resolve(Manifest.FILE_NAME));
    }

    /** Whether the run's name says that it was started with these inputs. */
    static boolean belongs(String runId, RunInputs inputs) {
        return runId.endsWith(suffix(inputs));
    }

    /** The latest run of these inputs that has not ended. */
    Optional<String> unfinished(RunInputs inputs) throws IOException {
        return latest(inputs, runId -> !finished(runId));
    }

    /** The latest run of these inputs that has ended. */
    Optional<String> ended(RunInputs inputs) throws IOException {
        return latest(inputs, this::finished);
    }

    /**
     * The latest run of these inputs that has ended without its process having come to say so: whoever started it takes it for
     * unfinished, and starts it again.
     */
    Optional<String> unreported(RunInputs inputs) throws IOException {
        return latest(
                inputs,
                runId -> finished(runId) && Files.exists(directory(runId).resolve(UNREPORTED)));
    }

    /** The result of a run has been printed. */
    static void reported(Path run) throws IOException {
        Files.deleteIfExists(run.resolve(UNREPORTED));
    }

    private Optional<String> latest(RunInputs inputs, Predicate<String> condition) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(runs)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(runId -> belongs(runId, inputs) && condition.test(runId))
                    .max(Comparator.naturalOrder());
        }
    }

    /** All runs, the latest first. */
    List<String> newestFirst() throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(runs)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** Creates the directory of a new run. */
    String begin(RunInputs inputs) throws IOException {
        Instant second = clock.instant();
        while (Files.exists(directory(id(second, inputs)))) {
            second = second.plus(Duration.ofSeconds(1));
        }
        String runId = id(second, inputs);
        Files.createDirectories(directory(runId));
        Files.createFile(directory(runId).resolve(UNREPORTED));
        return runId;
    }

    private static String id(Instant second, RunInputs inputs) {
        return SortableId.of(second, inputs.policySha256(), inputs.workloadSha256());
    }

    private static String suffix(RunInputs inputs) {
        String id = id(Instant.EPOCH, inputs);
        return id.substring(id.lastIndexOf('-'));
    }
}
