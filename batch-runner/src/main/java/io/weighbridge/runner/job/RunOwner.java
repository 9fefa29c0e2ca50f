package io.weighbridge.runner.job;

import io.weighbridge.tokenlog.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Names a run's folder in a database that runs of other lakes, or of other tenants, may share: runs of one name are told apart by it. */
final class RunOwner {
    private static final String FILE_NAME = ".owner";

    private RunOwner() {}

    static String of(Path runDirectory) {
        Path file = runDirectory.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                AtomicFile.write(file, UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read or written", e);
        }
    }
}
