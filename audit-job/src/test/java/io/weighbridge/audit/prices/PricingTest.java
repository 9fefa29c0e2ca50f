package io.weighbridge.audit.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.lake.PricedCall;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.PricingStatus;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricingTest {
    @Test
    void anAliasIsTheNameTheCallIsPricedAndReportedUnder() {
        Pricing pricing = new Pricing(PriceBook.builtIn(), Map.of("our-deployment-7", "sim-small"));

        PricedCall priced = pricing.price(call("our-deployment-7", null));

        assertEquals("sim-small", priced.model());
        assertEquals(Usd.parse("0.00021"), priced.spend().amount());
        assertEquals("our-deployment-7", priced.call().request().requestedModel());
    }

    @Test
    void aBilledCallIsPricedWhateverTheBookKnows() {
        Pricing pricing = new Pricing(PriceBook.builtIn(), Map.of());

        PricedCall priced = pricing.price(call("nobody-knows-this-model", Usd.parse("0.5")));

        assertEquals(PricingStatus.PRICED, priced.status());
        assertEquals("billed", priced.basis());
        assertEquals(PricingStatus.UNPRICED, priced.cost().status());
    }

    private static CanonicalCall call(String model, @org.jspecify.annotations.Nullable Usd billed) {
        return new CanonicalCall(
                "gateway",
                "1",
                Instant.parse("2026-10-31T00:00:00Z"),
                Attribution.NONE,
                Request.of(model),
                Response.ok(),
                Usage.of(1000, 100),
                billed,
                null);
    }
}
