package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.PricedCall;
import io.weighbridge.tokenlog.PriceBook;
import java.io.Serial;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Prices rows of the calls table by another book, on Spark's workers. */
final class Repricing implements Function<Row, Row>, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String prices;
    private final HashMap<String, String> aliases;
    private transient @Nullable Pricing pricing;

    /** @param aliases name in the logs to name in the price book */
    Repricing(PriceBook book, Map<String, String> aliases) {
        this.prices = book.toJson();
        this.aliases = new HashMap<>(aliases);
    }

    @Override
    public Row call(Row row) {
        PricedCall priced = pricing().price(CallTable.call(row));
        return CallTable.repriced(row, priced);
    }

    /** The book is parsed once per task. */
    private Pricing pricing() {
        Pricing known = pricing;
        if (known == null) {
            known = new Pricing(PriceBook.fromJson(prices), aliases);
            pricing = known;
        }
        return known;
    }
}
