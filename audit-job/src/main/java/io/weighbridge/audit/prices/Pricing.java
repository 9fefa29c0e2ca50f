package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.PricedCall;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices calls, under the names that the configured aliases give their models. */
public final class Pricing {
    private final CallPricer pricer;
    private final Map<String, String> aliases;

    /** @param aliases name in the logs to name in the price book */
    public Pricing(PriceBook prices, Map<String, String> aliases) {
        this.pricer = new CallPricer(prices);
        this.aliases = aliases;
    }

    public PricedCall price(CanonicalCall call) {
        CanonicalCall named = aliases.isEmpty() ? call : renamed(call);
        var cost = pricer.cost(named);
        return new PricedCall(call, named.model(), cost, pricer.spend(named, cost));
    }

    private CanonicalCall renamed(CanonicalCall call) {
        Request request = call.request();
        Response response = call.response();
        return call.with(
                request.withModel(
                        request.provider(), aliases.getOrDefault(request.requestedModel(), request.requestedModel())),
                response.withModel(alias(response.responseModel())));
    }

    private @Nullable String alias(@Nullable String model) {
        return model == null ? null : aliases.getOrDefault(model, model);
    }
}
