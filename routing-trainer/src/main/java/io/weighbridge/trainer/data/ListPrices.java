package io.weighbridge.trainer.data;

import io.weighbridge.cli.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * List prices of models in benchmark data sets: a CSV file with {@code dataset, model, input_usd_per_mtok,
 * output_usd_per_mtok}. A model without a row has no price, which is not the same as free.
 */
public final class ListPrices {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /** No prices at all. */
    public static final ListPrices NONE = new ListPrices(List.of());

    private final List<Row> rows;

    private ListPrices(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Price per million tokens. */
    public record Price(double inputUsdPerMillionTokens, double outputUsdPerMillionTokens) {
        double costUsd(double inputTokens, double outputTokens) {
            return (inputTokens * inputUsdPerMillionTokens + outputTokens * outputUsdPerMillionTokens) / 1e6;
        }
    }

    private record Row(String dataset, String model, Price price) {}

    /** @throws BadInputException at the first line that breaks a rule, naming file, line and column */
    public static ListPrices read(Path file) {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader reader = TextFile.open(file);
                CSVParser parser = FORMAT.parse(reader)) {
            for (String column : List.of("dataset", "model", "input_usd_per_mtok", "output_usd_per_mtok")) {
                if (!parser.getHeaderNames().contains(column)) {
                    throw new BadInputException(
                            file + ":1: header: must have the column " + column + ", was " + parser.getHeaderNames());
                }
            }
            for (CSVRecord row : parser) {
                long line = parser.getCurrentLineNumber();
                Price price = new Price(
                        price(file, line, row, "input_usd_per_mtok"), price(file, line, row, "output_usd_per_mtok"));
                rows.add(new Row(normalised(row.get("dataset")), row.get("model"), price));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new ListPrices(rows);
    }

    /**
     * The price of a model in a data set. A data set's row also serves its parts, as {@code routellm} does
     * {@code routellm_mmlu}; without a row for the data set, the price on which all rows of the model agree.
     */
    Optional<Price> priceOf(String dataset, String model) {
        String wanted = normalised(dataset);
        List<Row> ofModel =
                rows.stream().filter(row -> row.model().equals(model)).toList();
        Optional<Price> exact = ofModel.stream()
                .filter(row -> wanted.equals(row.dataset()) || wanted.startsWith(row.dataset() + "_"))
                .map(Row::price)
                .findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        List<Price> distinct = ofModel.stream().map(Row::price).distinct().toList();
        return distinct.size() == 1 ? Optional.of(distinct.getFirst()) : Optional.empty();
    }

    private static double price(Path file, long line, CSVRecord row, String column) {
        String value = row.isSet(column) ? row.get(column).strip() : "";
        try {
            double price = Double.parseDouble(value);
            if (price >= 0 && price < Double.POSITIVE_INFINITY) {
                return price;
            }
        } catch (NumberFormatException e) {
            throw Rejected.at(file, line, column, "must be a number", value);
        }
        throw Rejected.at(file, line, column, "must be a number that is not negative", value);
    }

    private static String normalised(String dataset) {
        return dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }
}
