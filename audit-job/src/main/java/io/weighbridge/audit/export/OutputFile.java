package io.weighbridge.audit.export;

import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A local file that appears when it is complete, and not before. */
public final class OutputFile {
    private OutputFile() {}

    /** Writes to a path. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** @throws BadInputException if the file cannot be written */
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        try {
            Path folder = target.getParent();
            if (folder == null) {
                throw new BadInputException("--out: must be a file, was " + file);
            }
            Files.createDirectories(folder);
            Path temporary = folder.resolve("." + target.getFileName() + ".part");
            try {
                content.writeTo(temporary);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
