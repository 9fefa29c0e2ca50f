package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file. A line that is too long or not UTF-8 comes as its problem, as does the place where compressed
 * content breaks off; the lines around it stay good.
 */
final class Lines implements AutoCloseable {
    private final InputStream in;
    private final int longestBytes;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
    private int position;
    private int limit;
    private long number;
    private boolean ended;

    Lines(InputStream in, int longestBytes) {
        this.in = in;
        this.longestBytes = longestBytes;
    }

    /**
     * One line.
     *
     * @param number from 1
     * @param text without its line end; null exactly where there is a problem
     */
    record Line(
            long number, @Nullable String text, @Nullable InvalidRecordException problem) {
        boolean isBlank() {
            return text != null && text.isBlank();
        }

        /** The text, or the problem thrown. */
        String orThrow() {
            if (problem != null) {
                throw problem;
            }
            return Objects.requireNonNull(text);
        }
    }

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        if (ended) {
            return null;
        }
        bytes.reset();
        number++;
        long length;
        try {
            length = readLine();
        } catch (BrokenGzipException e) {
            ended = true;
            return problem("file", "must be complete", e.problem());
        }
        if (length < 0) {
            ended = true;
            return null;
        }
        if (length > longestBytes) {
            return problem("row", "must have at most " + longestBytes + " bytes", length + " bytes");
        }
        return decoded();
    }

    /** Reads up to the line feed; keeps at most the allowed bytes; the line's length, or -1 at the end of the file. */
    private long readLine() throws IOException {
        long length = 0;
        while (true) {
            if (position == limit && !fill()) {
                ended = true;
                return length == 0 ? -1 : length;
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            keep(end - position, length);
            length += end - position;
            position = end;
            if (end < limit) {
                position++;
                return length;
            }
        }
    }

    private void keep(int count, long lengthBefore) {
        if (lengthBefore + count <= longestBytes) {
            bytes.write(buffer, position, count);
        }
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    private Line decoded() {
        byte[] line = bytes.toByteArray();
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        int start = number == 1 && startsWithByteOrderMark(line) ? 3 : 0;
        try {
            return new Line(number, Utf8.decode(line, start, length - start, "row"), null);
        } catch (InvalidRecordException e) {
            return new Line(number, null, e);
        }
    }

    private static boolean startsWithByteOrderMark(byte[] line) {
        return line.length >= 3 && line[0] == (byte) 0xef && line[1] == (byte) 0xbb && line[2] == (byte) 0xbf;
    }

    private Line problem(String field, String rule, String value) {
        return new Line(number, null, new InvalidRecordException(field, rule, value));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
