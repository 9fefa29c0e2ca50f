package io.weighbridge.samples.month;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A text file that is written line by line, compressed where its name ends in .gz. */
final class LineFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final BufferedWriter writer;
    private long lines;

    private LineFile(BufferedWriter writer) {
        this.writer = writer;
    }

    static LineFile create(Path path) throws IOException {
        OutputStream out = Files.newOutputStream(path);
        if (path.getFileName().toString().endsWith(".gz")) {
            out = new GZIPOutputStream(out, BUFFER);
        }
        return new LineFile(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER));
    }

    void add(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
        lines++;
    }

    /** Lines added so far. */
    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
