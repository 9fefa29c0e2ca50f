package io.weighbridge.audit.prices;

import io.weighbridge.cli.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Lists of prices as files, plain or gzip. */
final class PriceFiles {
    private PriceFiles() {}

    /** The text of a file, plain or gzip. */
    static String text(Path file) throws IOException {
        byte[] bytes = bytes(file);
        boolean isGzip = bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
        if (!isGzip) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (EOFException | ZipException e) {
            throw new BadInputException(file + ": is gzip that breaks off or is broken", e);
        }
    }

    /** The day a file was last changed, in UTC. */
    static LocalDate day(Path file) throws IOException {
        return LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException(
                    file + ": cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
