package io.weighbridge.trainer.data;

import io.weighbridge.cli.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reader of {@code outcomes.csv[.gz]}: a header with at least {@code prompt_id}, {@code model} and {@code score};
 * an empty cell is unknown.
 */
final class OutcomeFile {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final Path file;

    OutcomeFile(Path file) {
        this.file = file;
    }

    /**
     * Hands every row that has a score to the consumer.
     *
     * @return rows without a score
     * @throws BadInputException at the first line that breaks a rule, naming file, line and field
     */
    long forEach(Consumer<OutcomeRow> consumer) {
        long unscored = 0;
        try (BufferedReader reader = TextFile.open(file);
                CSVParser rows = FORMAT.parse(reader)) {
            requireColumns(rows.getHeaderNames());
            for (CSVRecord row : rows) {
                long line = rows.getCurrentLineNumber();
                double score = number(row, line, "score", 1);
                if (Double.isNaN(score)) {
                    unscored++;
                } else {
                    consumer.accept(outcome(row, line, score));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return unscored;
    }

    private OutcomeRow outcome(CSVRecord row, long line, double score) {
        return new OutcomeRow(
                text(row, line, "prompt_id"),
                text(row, line, "model"),
                score,
                number(row, line, "cost_usd", Double.MAX_VALUE),
                number(row, line, "prompt_tokens", Double.MAX_VALUE),
                number(row, line, "completion_tokens", Double.MAX_VALUE),
                number(row, line, "response_chars", Double.MAX_VALUE));
    }

    private void requireColumns(List<String> header) {
        for (String column : List.of("prompt_id", "model", "score")) {
            if (!header.contains(column)) {
                throw new BadInputException(file + ":1: header: must have the column " + column + ", was " + header);
            }
        }
    }

    private String text(CSVRecord row, long line, String column) {
        String value = row.isSet(column) ? row.get(column) : "";
        if (value.isBlank()) {
            throw Rejected.at(file, line, column, "must not be blank", "\"" + value + "\"");
        }
        return value;
    }

    /** A number in [0, most]; NaN where the column is absent or the cell empty. */
    private double number(CSVRecord row, long line, String column, double most) {
        String value = row.isSet(column) ? row.get(column).strip() : "";
        if (value.isEmpty()) {
            return Double.NaN;
        }
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw Rejected.at(file, line, column, "must be a number", value);
        }
        if (!(number >= 0 && number <= most)) {
            String rule = most == 1 ? "must be in [0, 1]" : "must be a number that is not negative";
            throw Rejected.at(file, line, column, rule, value);
        }
        return number;
    }
}
