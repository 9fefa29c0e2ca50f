package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings of a comma-separated export of a system whose rows are JSON elsewhere: each row is an object of texts. */
final class JsonTableReadings extends Readings {
    private final String file;
    private final CsvTable table;
    private final JsonLog.ObjectReader reader;
    private final Occurrences occurrences = new Occurrences();

    JsonTableReadings(LogSource source, ReadOptions options, JsonLog.ObjectReader reader) throws IOException {
        this.file = source.name();
        this.table = CsvTable.open(source, ',', options.longestRowBytes());
        this.reader = reader;
    }

    @Override
    @Nullable
    List<Reading> read() throws IOException {
        CsvTable.Row row = table.next();
        if (row == null) {
            return null;
        }
        Rows rows = new Rows(file, row.line(), occurrences);
        try {
            reader.read(rows, object(row));
        } catch (InvalidRecordException e) {
            rows.reject(e);
        }
        return rows.found();
    }

    private static ObjectNode object(CsvTable.Row row) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        row.orThrow().forEach((column, cell) -> {
            if (!cell.isEmpty() && !cell.equals("\\N")) {
                object.put(column, cell);
            }
        });
        return object;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
