package io.weighbridge.tokenlog.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file to read, by whatever file system holds it. Gzip is recognised by its first bytes, not by the name.
 *
 * @param name what messages call it
 * @param bytes opens the raw bytes, each time anew
 * @param modifiedAt when the file was last written; null where unknown
 */
public record LogSource(String name, Bytes bytes, @Nullable Instant modifiedAt) {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    public LogSource(String name, Bytes bytes) {
        this(name, bytes, null);
    }

    /** Opens the raw bytes of a file. */
    @FunctionalInterface
    public interface Bytes {
        InputStream open() throws IOException;
    }

    public static LogSource of(Path file) {
        return new LogSource(file.toString(), () -> open(file), modifiedAt(file));
    }

    /** Null also for a file that cannot be read, which is reported when it is opened. */
    private static @Nullable Instant modifiedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * The content, decompressed.
     *
     * @throws UnreadableLogException if the file is absent, unreadable or empty
     */
    InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(bytes.open(), 1 << 16);
        try {
            InputStream content = isGzip(raw) ? Gunzip.open(raw) : raw;
            BufferedInputStream buffered = content instanceof BufferedInputStream already
                    ? already
                    : new BufferedInputStream(content, 1 << 16);
            refuseEmpty(buffered);
            return buffered;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private void refuseEmpty(BufferedInputStream content) throws IOException {
        content.mark(1);
        int first;
        try {
            first = content.read();
        } catch (BrokenGzipException e) {
            return; // reported as a row by whoever reads on
        }
        if (first < 0) {
            throw new UnreadableLogException(name, "is empty");
        }
        content.reset();
    }

    private static boolean isGzip(InputStream raw) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
        raw.reset();
        return gzip;
    }

    private static InputStream open(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new UnreadableLogException(file.toString(), "is a directory");
            }
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableLogException(file.toString(), "does not exist");
        } catch (AccessDeniedException e) {
            throw new UnreadableLogException(file.toString(), "must not be read by this user");
        }
    }
}
