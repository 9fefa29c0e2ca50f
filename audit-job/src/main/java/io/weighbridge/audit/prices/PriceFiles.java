package io.weighbridge.audit.prices;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PriceBook;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The price book of a command: the built-in one, under those of the settings, under those of the flags. */
public final class PriceFiles {
    private PriceFiles() {}

    /** @throws BadInputException if a file cannot be read or is no price book */
    public static PriceBook over(Settings settings, List<Path> flags) {
        PriceBook book = PriceBook.builtIn();
        for (Path file : settings.prices()) {
            book = book.plus(read(file));
        }
        for (Path file : flags) {
            book = book.plus(read(file));
        }
        return book;
    }

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

    static PriceBook read(Path file) {
        try {
            return PriceBook.read(file);
        } catch (InvalidRecordException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
