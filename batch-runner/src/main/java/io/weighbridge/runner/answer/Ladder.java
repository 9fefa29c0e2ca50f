package io.weighbridge.runner.answer;

import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Usd;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Which model is asked when one has failed: the one that the policy names for it, else the next dearer one that it permits. */
public final class Ladder {
    private final Routing routing;
    private final CallPrices prices;
    private final Set<String> served;

    /** @param served models that have a provider */
    public Ladder(Routing routing, CallPrices prices, Set<String> served) {
        this.routing = routing;
        this.prices = prices;
        this.served = Set.copyOf(served);
    }

    /** The item as it is put to the next model; empty above the dearest, and where prices are not known. */
    public Optional<RoutedItem> above(RoutedItem routed) {
        Optional<String> named = routing.escalation(routed.item(), routed.model());
        if (named.isPresent()) {
            return named.filter(served::contains).map(routed::askedOf);
        }
        if (!prices.knows(routed.model())) {
            return Optional.empty();
        }
        Usd now = cost(routed, routed.model());
        return routing.permitted(routed.item()).stream()
                .filter(model -> served.contains(model) && prices.knows(model))
                .filter(model -> cost(routed, model).compareTo(now) > 0)
                .min(Comparator.comparing((String model) -> cost(routed, model))
                        .thenComparing(Comparator.naturalOrder()))
                .map(routed::askedOf);
    }

    /** At its bounds: for one item the order of these is the order of prices. */
    private Usd cost(RoutedItem routed, String model) {
        return prices.worstCase(
                model, routed.item().body().toString().length(), routed.item().outputTokenBound());
    }
}
