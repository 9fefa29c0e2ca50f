package io.weighbridge.audit.prices;

import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.PriceBook;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A price book that travels to Spark's workers and is parsed there, once per task. */
public final class PricerOnWorkers implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String prices;
    private transient @Nullable CallPricer pricer;

    public PricerOnWorkers(PriceBook book) {
        this.prices = book.toJson();
    }

    public CallPricer get() {
        CallPricer known = pricer;
        if (known == null) {
            known = new CallPricer(PriceBook.fromJson(prices));
            pricer = known;
        }
        return known;
    }
}
