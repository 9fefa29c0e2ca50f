package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings of a file with one row a line. Blank lines are no rows. */
final class LineReadings extends Readings {
    private final String file;
    private final Lines lines;
    private final RowReader rows;

    /** Turns one line into readings. */
    @FunctionalInterface
    interface RowReader {
        /** @throws InvalidRecordException if the row breaks a rule */
        List<Reading> read(long line, String row);
    }

    LineReadings(LogSource source, ReadOptions options, RowReader rows) throws IOException {
        this.file = source.name();
        this.lines = new Lines(source.open(), options.longestRowBytes());
        this.rows = rows;
    }

    @Override
    @Nullable
    List<Reading> read() throws IOException {
        Lines.Line line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : read(line);
    }

    private List<Reading> read(Lines.Line line) {
        try {
            return rows.read(line.number(), line.orThrow());
        } catch (InvalidRecordException e) {
            return List.of(Reading.Rejected.of(file, line.number(), e));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
