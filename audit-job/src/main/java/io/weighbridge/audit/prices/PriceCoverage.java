package io.weighbridge.audit.prices;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.tokenlog.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * How far a price book covers the models of a lake, at the time of the last call of each.
 *
 * @param priced models all of whose combinations with provider and service tier have a price
 * @param unpriced the others, those with most calls first
 */
record PriceCoverage(int priced, List<UnpricedModel> unpriced) {
    /**
     * A model without a price.
     *
     * @param calls calls of the combinations of provider and service tier that have none
     */
    record UnpricedModel(String model, long calls) {}

    /** @param aliases name in the logs to name in the price book */
    static PriceCoverage of(Lake lake, PriceBook prices, Map<String, String> aliases) {
        Set<String> models = new HashSet<>();
        Map<String, Long> unpriced = new HashMap<>();
        for (Row row : combinations(lake)) {
            Cells cells = new Cells(row);
            String model = cells.text("model");
            models.add(model);
            if (!isPriced(cells, prices, aliases)) {
                unpriced.merge(model, cells.whole("calls"), Long::sum);
            }
        }
        List<UnpricedModel> listed = new ArrayList<>();
        unpriced.forEach((model, calls) -> listed.add(new UnpricedModel(model, calls)));
        listed.sort((one, other) -> one.calls() == other.calls()
                ? one.model().compareTo(other.model())
                : Long.compare(other.calls(), one.calls()));
        return new PriceCoverage(models.size() - listed.size(), List.copyOf(listed));
    }

    private static List<Row> combinations(Lake lake) {
        return lake.calls()
                .groupBy("model", "requested_model", "provider", "service_tier")
                .agg(count(lit(1)).as("calls"), max("occurred_at").as("last"))
                .collectAsList();
    }

    private static boolean isPriced(Cells cells, PriceBook prices, Map<String, String> aliases) {
        Instant last = cells.instant("last");
        return Stream.of(cells.text("model"), cells.text("requested_model"))
                .map(name -> aliases.getOrDefault(name, name))
                .anyMatch(name -> prices.priceOf(
                                name, cells.textOrNull("provider"), cells.textOrNull("service_tier"), last)
                        .isPresent());
    }
}
