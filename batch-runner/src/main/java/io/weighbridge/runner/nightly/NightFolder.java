package io.weighbridge.runner.nightly;

import io.weighbridge.cli.SortableId;
import io.weighbridge.cli.StepRecord;
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
import java.util.stream.Stream;

/** One night's folder in a lake, {@code nights/ID/}: complete once it has a manifest. */
record NightFolder(Path path) {
    private static final String FOLDER = "nights";
    private static final String LEASE = ".lease";
    private static final String STEP_LEASE = ".step-lease";

    /** A night and whether it goes on with one that did not end. */
    record Opened(NightFolder folder, boolean isResumed) {}

    /** The latest night of the same inputs that has not ended, else a new one. */
    static Opened open(NightPlan plan, Clock clock) throws IOException {
        String[] inputs = plan.inputs();
        Path nights = Files.createDirectories(plan.lake().resolve(FOLDER));
        String suffix = suffix(SortableId.of(Instant.EPOCH, inputs));
        Optional<NightFolder> unfinished = newestFirst(nights).stream()
                .filter(night -> suffix(night.id()).equals(suffix))
                .filter(night -> !night.isFinished())
                .findFirst();
        if (unfinished.isPresent()) {
            return new Opened(unfinished.get(), true);
        }
        Instant second = clock.instant();
        while (Files.exists(nights.resolve(SortableId.of(second, inputs)))) {
            second = second.plus(Duration.ofSeconds(1));
        }
        NightFolder begun = new NightFolder(nights.resolve(SortableId.of(second, inputs)));
        Files.createDirectories(begun.path);
        return new Opened(begun, false);
    }

    /** The file that the process of any night of a lake locks. */
    static Path lease(Path lake) {
        return lake.resolve(FOLDER).resolve(LEASE);
    }

    private static String suffix(String id) {
        return id.substring(id.lastIndexOf('-') + 1);
    }

    private static List<NightFolder> newestFirst(Path nights) throws IOException {
        try (Stream<Path> entries = Files.list(nights)) {
            return entries.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .map(NightFolder::new)
                    .toList();
        }
    }

    String id() {
        return path.getFileName().toString();
    }

    boolean isFinished() {
        return Files.isRegularFile(path.resolve(Manifest.FILE_NAME));
    }

    /** When it began, to the second. */
    Instant begunAt() {
        return SortableId.instant(id());
    }

    /** The file that every process of a step of any night locks. */
    Path stepLease() {
        return path.resolveSibling(STEP_LEASE);
    }

    Path summaryFile() {
        return path.resolve("night.json");
    }

    String stepId(NightStep step) {
        return id() + "/" + step.label();
    }

    Path recordFile(NightStep step) {
        return path.resolve("steps").resolve(step.label() + ".json");
    }

    /** What the step's command has logged. */
    Path log(NightStep step) {
        return path.resolve("logs").resolve(step.label() + ".log");
    }

    /** Makes a step and those that stand on it undone. */
    void forgetFrom(NightStep step) throws IOException {
        for (NightStep later : NightStep.values()) {
            if (later.compareTo(step) >= 0) {
                Files.deleteIfExists(recordFile(later));
            }
        }
    }

    Optional<StepRecord> record(NightStep step) throws IOException {
        return StepRecord.read(recordFile(step));
    }
}
