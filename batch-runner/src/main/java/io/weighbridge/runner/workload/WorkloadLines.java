package io.weighbridge.runner.workload;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a workload file, plain or gzip (told by its first bytes, not its name). Blank lines are numbered but
 * not returned. A line that is too long and a gzip stream that breaks off become one defective line each, so that
 * what stands before them is kept.
 */
public final class WorkloadLines implements Closeable {
    /** Longest accepted line; a request of this size has about 250,000 tokens. */
    static final int LONGEST_LINE_BYTES = 1_000_000;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream bytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long number;
    private boolean ended;

    private WorkloadLines(InputStream bytes) {
        this.bytes = bytes;
    }

    /** @throws IOException if the file cannot be opened */
    public static WorkloadLines open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            return new WorkloadLines(isGzip(raw) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static boolean isGzip(InputStream raw) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return gzip;
    }

    /** The next line that is not blank; null at the end. */
    public @Nullable RawLine next() throws IOException {
        while (!ended) {
            RawLine line = nextOrBlank();
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    private @Nullable RawLine nextOrBlank() throws IOException {
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        long length = 0;
        try {
            boolean isWhole = false;
            while (!isWhole && !ended) {
                if (next == filled && !fill()) {
                    ended = true;
                    break;
                }
                int end = endOfLine();
                isWhole = end < filled;
                length += end - next;
                // Of a line that is too long nothing more is needed.
                if (length <= LONGEST_LINE_BYTES) {
                    line.write(buffer, next, end - next);
                }
                next = isWhole ? end + 1 : end;
            }
        } catch (EOFException | ZipException e) {
            ended = true;
            return RawLine.defective(number, "gzip stream must be complete, but breaks off here");
        }
        if (length > LONGEST_LINE_BYTES) {
            return RawLine.defective(number, "line must not be longer than " + LONGEST_LINE_BYTES + " bytes");
        }
        byte[] content = line.toByteArray();
        return isBlank(content) ? null : RawLine.of(number, content);
    }

    /** False at the end of the file. */
    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, bytes.read(buffer));
        return filled > 0;
    }

    /** Where the line ends in the buffer, or the buffer does. */
    private int endOfLine() {
        int end = next;
        while (end < filled && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
