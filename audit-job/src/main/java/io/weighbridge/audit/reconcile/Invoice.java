package io.weighbridge.audit.reconcile;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A provider's bill: CSV with a header and the columns {@code day} (ISO-8601), {@code model}, {@code cost_usd} (at most twelve
 * decimal places); other columns are ignored. Lines of one day and model add up.
 *
 * @param costs US dollars by day and model
 */
record Invoice(SortedMap<Cell, BigDecimal> costs) {
    private static final List<String> COLUMNS = List.of("day", "model", "cost_usd");

    /** One day (as the issuer counts days) and one model. */
    record Cell(LocalDate day, String model) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int byDay = day.compareTo(other.day);
            return byDay != 0 ? byDay : model.compareTo(other.model);
        }
    }

    /**
     * @param aliases name of a model on the bill to its name in the lake
     * @throws BadInputException naming file, line, field, rule and value
     */
    static Invoice read(Path file, Map<String, String> aliases) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        if (lines.isEmpty()) {
            throw new BadInputException(file + ": is empty");
        }
        List<String> header = cells(lines.get(0).replaceFirst("^\uFEFF", ""));
        for (String column : COLUMNS) {
            if (!header.contains(column)) {
                throw new BadInputException(
                        file + ":1: columns must include day, model and cost_usd, " + column + " is missing");
            }
        }
        SortedMap<Cell, BigDecimal> costs = new TreeMap<>();
        for (int line = 2; line <= lines.size(); line++) {
            if (!lines.get(line - 1).isBlank()) {
                add(costs, file + ":" + line + ": ", header, cells(lines.get(line - 1)), aliases);
            }
        }
        return new Invoice(costs);
    }

    private static void add(
            SortedMap<Cell, BigDecimal> costs,
            String place,
            List<String> header,
            List<String> cells,
            Map<String, String> aliases) {
        if (cells.size() != header.size()) {
            throw new BadInputException(
                    place + "row: must have " + header.size() + " cells like the header, was " + cells.size());
        }
        String model = cells.get(header.indexOf("model")).strip();
        if (model.isEmpty()) {
            throw new BadInputException(place + "model: is required, was empty");
        }
        LocalDate day = day(place, cells.get(header.indexOf("day")).strip());
        BigDecimal cost = cost(place, cells.get(header.indexOf("cost_usd")).strip());
        costs.merge(new Cell(day, aliases.getOrDefault(model, model)), cost, BigDecimal::add);
    }

    private static LocalDate day(String place, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new BadInputException(place + "day: must be a day like 2026-10-31, was " + bounded(text), e);
        }
    }

    private static BigDecimal cost(String place, String text) {
        try {
            BigDecimal cost = Decimals.parse("cost_usd", text);
            if (cost.stripTrailingZeros().scale() > 12) {
                throw new BadInputException(
                        place + "cost_usd: must have at most 12 decimal places, was " + bounded(text));
            }
            return cost;
        } catch (InvalidRecordException e) {
            throw new BadInputException(place + e.getMessage(), e);
        }
    }

    private static String bounded(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** The cells of a line (RFC 4180, without line breaks in cells). */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '"' && quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                cell.append('"');
                at++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(character);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
