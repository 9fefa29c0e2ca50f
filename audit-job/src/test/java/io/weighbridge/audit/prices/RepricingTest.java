package io.weighbridge.audit.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Origin;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On random calls: billed and not, with and without usage, of known and unknown models. */
class RepricingTest {
    private static final int CALLS = 500;
    private static final PriceBook FIRST = book("1", "2");
    private static final PriceBook SECOND = book("3", "0.7");

    private final Repricing second = new Repricing(SECOND, Map.of());

    @Test
    void repricingTwiceIsRepricingOnce() {
        Random random = new Random(20261109);
        for (int i = 0; i < CALLS; i++) {
            Row once = second.call(row(random));
            assertEquals(once, second.call(once));
        }
    }

    @Test
    void repricingByTheFirstBookUndoesItAndNoBillChanges() {
        Random random = new Random(20261110);
        Repricing first = new Repricing(FIRST, Map.of());
        for (int i = 0; i < CALLS; i++) {
            Row held = row(random);
            Row other = second.call(held);
            assertNotEquals(held, other, "the version at least");
            assertEquals(held.<Long>getAs("billed_picodollars"), other.<Long>getAs("billed_picodollars"));
            assertEquals(held, first.call(other));
        }
    }

    private static Row row(Random random) {
        String model = random.nextInt(4) == 0 ? "unknown" : "m";
        Usage usage = random.nextInt(5) == 0 ? null : Usage.of(random.nextInt(1_000_000), random.nextInt(100_000));
        Usd billed = random.nextInt(3) == 0 ? new Usd(random.nextInt(3) * 1_000_000_000L) : null;
        return CallTable.row(new Pricing(FIRST, Map.of()).price(call(model, usage, billed)), new Origin("file", 1));
    }

    private static CanonicalCall call(String model, @Nullable Usage usage, @Nullable Usd billed) {
        return new CanonicalCall(
                "test",
                "1",
                Instant.parse("2026-10-31T00:00:00Z"),
                Attribution.NONE,
                Request.of(model),
                Response.ok(),
                usage,
                billed,
                null);
    }

    private static PriceBook book(String input, String output) {
        return PriceBook.of(List.of(
                ModelPrice.of("m", null, TokenPrices.of(input, output), "test", LocalDate.parse("2026-10-01"))));
    }
}
