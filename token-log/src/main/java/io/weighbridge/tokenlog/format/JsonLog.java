package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import java.io.IOException;
import java.util.List;

/** Logs that consist of JSON objects: one a line, one after the other over several lines, or in an array. */
final class JsonLog {
    private JsonLog() {}

    /** Finds the rows of one object. */
    @FunctionalInterface
    interface ObjectReader {
        /** @throws InvalidRecordException if the object as a whole breaks a rule */
        void read(Rows rows, ObjectNode object);
    }

    static Readings open(LogInput input, ReadOptions options, ObjectReader reader) throws IOException {
        Occurrences occurrences = new Occurrences();
        String file = input.log().name();
        if (isLines(Sample.of(input.log()))) {
            return new LineReadings(
                    input.log(),
                    options,
                    (line, row) -> read(new Rows(file, line, occurrences), StrictJson.object(row, "row"), reader));
        }
        return new JsonValueReadings(
                file, input.log().open(), (line, object) -> read(new Rows(file, line, occurrences), object, reader));
    }

    private static List<Reading> read(Rows rows, ObjectNode object, ObjectReader reader) {
        try {
            reader.read(rows, object);
        } catch (InvalidRecordException e) {
            rows.reject(e);
        }
        return rows.found();
    }

    /** An object that ends in its first line, or is followed by another one, is one of many lines. */
    private static boolean isLines(Sample sample) {
        if (!sample.startsWith('{')) {
            return !sample.startsWith('[');
        }
        String first = sample.firstLine().strip();
        boolean secondOpens = sample.lines().stream()
                .skip(1)
                .findFirst()
                .map(line -> line.startsWith("{"))
                .orElse(false);
        return first.endsWith("}") || secondOpens || first.length() >= Sample.BYTES / 2;
    }
}
