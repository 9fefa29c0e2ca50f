package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A delimited table with a header, row by row. A cell may hold line feeds inside quotes. Where a quote is never closed,
 * or closed so late that the row does not fit the header, only the line it stands in is rejected and reading goes on with
 * the next: a stray quote must not swallow good rows.
 */
public final class CsvTable implements AutoCloseable {
    private final Lines lines;
    private final char delimiter;
    private final int longestBytes;
    private final Deque<Lines.Line> putBack = new ArrayDeque<>();
    private final Map<String, Integer> columns;

    private CsvTable(Lines lines, char delimiter, int longestBytes, Map<String, Integer> columns) {
        this.lines = lines;
        this.delimiter = delimiter;
        this.longestBytes = longestBytes;
        this.columns = columns;
    }

    /**
     * One row.
     *
     * @param line where it starts, from 1
     * @param cells by column; null exactly where there is a problem
     * @param text the row as the file has it
     */
    public record Row(
            long line,
            @Nullable Map<String, String> cells,
            String text,
            @Nullable InvalidRecordException problem) {
        /** The cells, or the problem thrown. */
        public Map<String, String> orThrow() {
            if (problem != null) {
                throw problem;
            }
            return Objects.requireNonNull(cells);
        }
    }

    /** @throws UnreadableLogException if the file has no usable header */
    public static CsvTable open(LogSource source, char delimiter, int longestRowBytes) throws IOException {
        Lines lines = new Lines(source.open(), longestRowBytes);
        try {
            return new CsvTable(lines, delimiter, longestRowBytes, header(source.name(), lines.next(), delimiter));
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** The names of the columns, in the file's order. */
    public List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    /** The next row, or null at the end. Blank lines are no rows. */
    public @Nullable Row next() throws IOException {
        Lines.Line line = nextLine();
        while (line != null && line.isBlank()) {
            line = nextLine();
        }
        return line == null ? null : row(line);
    }

    private Row row(Lines.Line first) throws IOException {
        if (first.text() == null) {
            return new Row(first.number(), null, "", first.problem());
        }
        List<Lines.Line> read = new ArrayList<>(List.of(first));
        StringBuilder text = new StringBuilder(first.text());
        boolean complete = CsvRecord.isComplete(text);
        while (!complete && text.length() < longestBytes) {
            Lines.Line more = nextLine();
            if (more == null) {
                break;
            }
            read.add(more);
            if (more.text() == null) {
                break;
            }
            text.append('\n').append(more.text());
            complete = !CsvRecord.isComplete(more.text());
        }
        try {
            return new Row(first.number(), cells(text.toString()), text.toString(), null);
        } catch (InvalidRecordException e) {
            for (int i = read.size() - 1; i > 0; i--) {
                putBack.push(read.get(i));
            }
            return new Row(first.number(), null, first.text(), e);
        }
    }

    private Map<String, String> cells(String text) {
        List<String> values = CsvRecord.split(text, delimiter);
        if (values.size() != columns.size()) {
            throw new InvalidRecordException(
                    "row", "must have " + columns.size() + " cells", Integer.toString(values.size()));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        columns.forEach((column, index) -> cells.put(column, values.get(index)));
        return cells;
    }

    private Lines.@Nullable Line nextLine() throws IOException {
        return putBack.isEmpty() ? lines.next() : putBack.pop();
    }

    private static Map<String, Integer> header(String file, Lines.@Nullable Line line, char delimiter)
            throws UnreadableLogException {
        if (line == null || line.text() == null || line.text().isBlank()) {
            throw new UnreadableLogException(file, "has no header line");
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        try {
            for (String column : CsvRecord.split(line.text(), delimiter)) {
                if (columns.put(column.strip(), columns.size()) != null) {
                    throw new UnreadableLogException(file, "has two columns of one name in its header");
                }
            }
        } catch (InvalidRecordException e) {
            throw new UnreadableLogException(file, "has a broken header: " + e.getMessage());
        }
        return columns;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
