package io.weighbridge.audit.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** On arbitrary calls: billed and not, metered, estimated or neither, of known and unknown models, by arbitrary books. */
class RepricingTest {
    private static final PriceBook FIRST = book(1_000_000, 2_000_000);

    @Property(tries = 1_000, seed = "20261109")
    void repricingTwiceIsRepricingOnce(@ForAll("calls") CanonicalCall call, @ForAll("books") PriceBook other) {
        Repricing repricing = new Repricing(other, Map.of());

        Row once = repricing.call(row(call));

        assertEquals(once, repricing.call(once));
    }

    @Property(tries = 1_000, seed = "20261110")
    void repricingByTheFirstBookUndoesItAndNoBillChanges(
            @ForAll("calls") CanonicalCall call, @ForAll("books") PriceBook other) {
        Row held = row(call);

        Row repriced = new Repricing(other, Map.of()).call(held);

        assertEquals(held.<Long>getAs("billed_picodollars"), repriced.<Long>getAs("billed_picodollars"));
        assertEquals(held, new Repricing(FIRST, Map.of()).call(repriced));
    }

    @Provide
    static Arbitrary<PriceBook> books() {
        Arbitrary<Long> prices = Arbitraries.longs().between(0, 100_000_000);
        return Combinators.combine(prices, prices).as(RepricingTest::book);
    }

    @Provide
    static Arbitrary<CanonicalCall> calls() {
        Arbitrary<Long> tokens = Arbitraries.longs().between(0, 1_000_000);
        Arbitrary<@Nullable Usage> usages =
                Combinators.combine(tokens, tokens).as(Usage::of).injectNull(0.4);
        Arbitrary<@Nullable Long> estimates = tokens.injectNull(0.3);
        Arbitrary<@Nullable Usd> bills =
                Arbitraries.longs().between(0, 3_000_000_000L).map(Usd::new).injectNull(0.6);
        return Combinators.combine(Arbitraries.of("m", "m", "m", "unknown"), usages, estimates, estimates, bills)
                .as(RepricingTest::call);
    }

    private static Row row(CanonicalCall call) {
        return CallTable.row(new Pricing(FIRST, Map.of()).price(call), new Origin("file", 1));
    }

    private static CanonicalCall call(
            String model,
            @Nullable Usage usage,
            @Nullable Long inputEstimate,
            @Nullable Long outputEstimate,
            @Nullable Usd billed) {
        return new CanonicalCall(
                "test",
                "1",
                Instant.parse("2026-10-31T00:00:00Z"),
                Attribution.NONE,
                Request.of(model).withInputTokenEstimate(inputEstimate),
                Response.ok().withOutputTokenEstimate(outputEstimate),
                usage,
                billed,
                null);
    }

    /** @param input in millionths of a dollar per million tokens, as output */
    private static PriceBook book(long input, long output) {
        TokenPrices prices = TokenPrices.of(
                BigDecimal.valueOf(input, 6).toString(),
                BigDecimal.valueOf(output, 6).toString());
        return PriceBook.of(List.of(ModelPrice.of("m", null, prices, "test", LocalDate.parse("2026-10-01"))));
    }
}
