package io.weighbridge.runner.results;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file of lines that appears under its name only when it is complete and on the disk. */
public final class LineFile implements Closeable {
    private final Path target;
    private final Path temporary;
    private final BufferedWriter writer;

    /** @param name of the file in the directory once it is published */
    public LineFile(Path directory, String name) throws IOException {
        target = directory.resolve(name);
        temporary = directory.resolve("." + name + ".tmp");
        writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8);
    }

    /** @param line without its line feed */
    public void line(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
    }

    /** Gives the file its name, replacing an older one. */
    public void publish() throws IOException {
        writer.close();
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(temporary);
    }
}
