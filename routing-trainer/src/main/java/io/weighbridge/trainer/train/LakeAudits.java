package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The finished audits of a lake. */
record LakeAudits(Path lake) {
    private static final String TRAINING_SET = "training-set.parquet";
    private static final String SUMMARY = "summary.json";

    /**
     * An audit's training set.
     *
     * @param id of the audit
     */
    record TrainingFile(String id, Path file) {
        /** What the same audit knows of the time that models take. */
        Latencies latencies() throws IOException {
            return Latencies.read(file.resolveSibling(SUMMARY));
        }
    }

    /**
     * @param id null is the latest finished one
     * @throws BadInputException if there is no such audit
     */
    TrainingFile trainingSet(@Nullable String id) throws IOException {
        Path directory = id == null ? latest() : finished(id);
        return new TrainingFile(directory.getFileName().toString(), directory.resolve(TRAINING_SET));
    }

    /** The training set of an audit that may be gone or of another lake. */
    Optional<Path> trainingSetIfThere(String id) throws IOException {
        Path directory = lake.resolve("audits").resolve(id);
        Path file = directory.resolve(TRAINING_SET);
        return Files.isReadable(file) && Manifest.read(directory).isPresent() ? Optional.of(file) : Optional.empty();
    }

    private Path finished(String id) throws IOException {
        Path directory = lake.resolve("audits").resolve(id);
        if (Manifest.read(directory).isEmpty()) {
            throw new BadInputException(directory + ": must be a finished audit, has no " + Manifest.FILE_NAME);
        }
        return directory;
    }

    private Path latest() throws IOException {
        Path audits = lake.resolve("audits");
        if (!Files.isDirectory(audits)) {
            throw new BadInputException(audits + ": must hold an audit; run weighbridge audit first");
        }
        List<Path> newestFirst;
        try (Stream<Path> listed = Files.list(audits)) {
            newestFirst = listed.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path directory : newestFirst) {
            if (Manifest.read(directory).isPresent()) {
                return directory;
            }
        }
        throw new BadInputException(audits + ": must hold a finished audit, none of " + newestFirst.size() + " has a "
                + Manifest.FILE_NAME);
    }
}
