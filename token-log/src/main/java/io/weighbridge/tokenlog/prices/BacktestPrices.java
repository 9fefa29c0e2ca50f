package io.weighbridge.tokenlog.prices;

import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Rate;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.format.CsvTable;
import io.weighbridge.tokenlog.format.LogSource;
import io.weighbridge.tokenlog.format.UnreadableLogException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The prices of a backtest: a CSV with the columns dataset, model, input_usd_per_mtok and output_usd_per_mtok; others are
 * ignored.
 */
public final class BacktestPrices {
    private static final List<String> COLUMNS =
            List.of("dataset", "model", "input_usd_per_mtok", "output_usd_per_mtok");
    private static final int LONGEST_ROW_BYTES = 1 << 16;

    private final Map<String, Map<String, TokenPrices>> byDataset;

    private BacktestPrices(Map<String, Map<String, TokenPrices>> byDataset) {
        this.byDataset = byDataset;
    }

    /**
     * Reads the file.
     *
     * @throws UnreadableLogException if it is absent, empty or lacks a column
     * @throws InvalidRecordException naming file, line, column, rule and value of the first wrong row
     */
    public static BacktestPrices read(LogSource source) throws IOException {
        Map<String, Map<String, TokenPrices>> byDataset = new LinkedHashMap<>();
        try (CsvTable table = CsvTable.open(source, ',', LONGEST_ROW_BYTES)) {
            if (!table.columns().containsAll(COLUMNS)) {
                throw new UnreadableLogException(source.name(), "must have the columns " + COLUMNS);
            }
            for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                add(source.name(), row, byDataset);
            }
        }
        return new BacktestPrices(byDataset);
    }

    /**
     * The price of a model in a data set. "routellm" in the file also serves the data set "routellm_mmlu"; a model that the
     * data set does not list has the price on which all data sets that list it agree.
     */
    public Optional<TokenPrices> priceOf(String dataset, String model) {
        String longest = null;
        for (String listed : byDataset.keySet()) {
            boolean serves = dataset.equals(listed) || dataset.startsWith(listed + "_");
            if (serves && byDataset.getOrDefault(listed, Map.of()).containsKey(model)) {
                longest = longest == null || listed.length() > longest.length() ? listed : longest;
            }
        }
        return longest == null
                ? unanimous(model)
                : Optional.ofNullable(byDataset.getOrDefault(longest, Map.of()).get(model));
    }

    private Optional<TokenPrices> unanimous(String model) {
        Set<TokenPrices> prices = new HashSet<>();
        for (Map<String, TokenPrices> models : byDataset.values()) {
            TokenPrices price = models.get(model);
            if (price != null) {
                prices.add(price);
            }
        }
        return prices.size() == 1 ? prices.stream().findFirst() : Optional.empty();
    }

    private static void add(String file, CsvTable.Row row, Map<String, Map<String, TokenPrices>> byDataset) {
        try {
            Map<String, String> cells = row.orThrow();
            TokenPrices prices = new TokenPrices(
                    rate(cells, "input_usd_per_mtok"), null, null, null, rate(cells, "output_usd_per_mtok"), null);
            TokenPrices before = byDataset
                    .computeIfAbsent(text(cells, "dataset"), dataset -> new LinkedHashMap<>())
                    .putIfAbsent(text(cells, "model"), prices);
            if (before != null) {
                throw new InvalidRecordException("model", "must be there once for a data set", text(cells, "model"));
            }
        } catch (InvalidRecordException e) {
            throw e.in(file + ":" + row.line());
        }
    }

    private static Rate rate(Map<String, String> cells, String column) {
        return Rate.of(column, Decimals.parse(column, text(cells, column)));
    }

    private static String text(Map<String, String> cells, String column) {
        String text = cells.getOrDefault(column, "");
        if (text.isBlank()) {
            throw new InvalidRecordException(column, "is required", "empty");
        }
        return text;
    }
}
