package io.weighbridge.cli;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PriceBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The price book of a command: the built-in one, under those of the settings, under those of the flags. */
public final class PriceBooks {
    private PriceBooks() {}

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

    /** @throws BadInputException if the file cannot be read or is no price book */
    public static PriceBook read(Path file) {
        try {
            return PriceBook.read(file);
        } catch (InvalidRecordException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
