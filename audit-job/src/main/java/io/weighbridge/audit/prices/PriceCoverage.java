package io.weighbridge.audit.prices;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How far a price book covers the calls of a lake. Looked at by model, provider, service tier, region and day, at the first
 * and the last call of each.
 *
 * @param priced models all of whose calls have a price for every kind of token they used
 * @param unpriced the others, those with most calls first
 * @param zeros models whose calls cost nothing by a price that is not said to be free, those with most calls first
 */
record PriceCoverage(int priced, List<UnpricedModel> unpriced, List<ZeroPrice> zeros) {
    /**
     * A model without a price, or without one for a kind of token it used.
     *
     * @param missing kinds of tokens without a price; empty where some calls have none at all
     * @param calls calls of the combinations that lack a price
     * @param tokens their input and output
     */
    record UnpricedModel(
            String model, List<String> missing, long calls, long tokens, LocalDate firstDay, LocalDate lastDay) {
        String text() {
            return model + ": " + calls + " calls, " + tokens + " tokens, " + firstDay + " to " + lastDay
                    + (missing.isEmpty() ? "" : ", no price of " + String.join(", ", missing));
        }
    }

    /**
     * A price of 0 that does not say that the model is free, and may be an unknown one.
     *
     * @param source where the price was read
     */
    record ZeroPrice(String model, @Nullable String provider, String source, long calls) {
        String text() {
            return model + ": " + calls + " calls at 0 USD by " + source;
        }
    }

    private record Zero(String model, @Nullable String provider, String source) {}

    /** @param aliases name in the logs to name in the price book */
    static PriceCoverage of(Lake lake, PriceBook prices, Map<String, String> aliases) {
        Map<String, PriceGap> gaps = new HashMap<>();
        Map<Zero, Long> zeros = new HashMap<>();
        for (Row row : combinations(lake)) {
            Cells calls = new Cells(row);
            Optional<ModelPrice> first = price(calls, "first", prices, aliases);
            Optional<ModelPrice> last = price(calls, "last", prices, aliases);
            List<String> missing = Stream.concat(first.stream(), last.stream())
                    .flatMap(price -> PricedKind.missing(price, calls).stream())
                    .distinct()
                    .toList();
            String model = calls.text("model");
            gaps.computeIfAbsent(model, PriceGap::new).add(calls, first.isPresent() && last.isPresent(), missing);
            last.filter(price -> price.isFree() && !isSaidToBeFree(price))
                    .ifPresent(price -> zeros.merge(
                            new Zero(model, price.provider(), price.source()), calls.whole("calls"), Long::sum));
        }
        List<UnpricedModel> unpriced = gaps.values().stream()
                .filter(PriceGap::isOpen)
                .map(PriceGap::model)
                .sorted(Comparator.comparingLong(UnpricedModel::calls)
                        .reversed()
                        .thenComparing(UnpricedModel::model))
                .toList();
        return new PriceCoverage(gaps.size() - unpriced.size(), unpriced, listed(zeros));
    }

    private static List<ZeroPrice> listed(Map<Zero, Long> zeros) {
        List<ZeroPrice> listed = new ArrayList<>();
        zeros.forEach((zero, calls) -> listed.add(new ZeroPrice(zero.model, zero.provider, zero.source, calls)));
        listed.sort(Comparator.comparingLong(ZeroPrice::calls).reversed().thenComparing(ZeroPrice::model));
        return List.copyOf(listed);
    }

    /** The word "free" in the name, as in OpenRouter's "model:free", or in the source. */
    private static boolean isSaidToBeFree(ModelPrice price) {
        return Stream.concat(Stream.of(price.model(), price.source()), price.aliases().stream())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).matches("(?s).*\\bfree\\b.*"));
    }

    private static List<Row> combinations(Lake lake) {
        List<Column> totals = new ArrayList<>();
        totals.add(min("occurred_at").as("first"));
        totals.add(max("occurred_at").as("last"));
        totals.add(coalesce(sum(col("input_tokens").plus(col("output_tokens"))), lit(0L))
                .as("tokens"));
        for (PricedKind kind : PricedKind.values()) {
            totals.add(max(kind.column()).as(kind.column()));
        }
        return lake.calls()
                .withColumn("region", col("labels").getItem("region"))
                .groupBy("model", "requested_model", "provider", "service_tier", "region", "day")
                .agg(count(lit(1)).as("calls"), totals.toArray(Column[]::new))
                .collectAsList();
    }

    private static Optional<ModelPrice> price(Cells calls, String time, PriceBook prices, Map<String, String> aliases) {
        return Stream.of(calls.text("model"), calls.text("requested_model"))
                .map(name -> aliases.getOrDefault(name, name))
                .flatMap(name -> prices
                        .priceOf(
                                name,
                                calls.textOrNull("provider"),
                                calls.textOrNull("service_tier"),
                                calls.textOrNull("region"),
                                calls.instant(time))
                        .stream())
                .findFirst();
    }
}
