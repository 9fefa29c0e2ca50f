package io.weighbridge.runner.workload;

import io.weighbridge.routing.NoEligibleModelException;
import java.util.Set;

/** Makes an item with a decision out of a line, or says why it cannot: no valid request, or one seen before. */
public final class Acceptance {
    private final WorkloadParser parser = new WorkloadParser();
    private final Routing routing;
    private final SeenIds seen = new SeenIds();

    /** @param accepted custom_ids that an earlier process accepted */
    public Acceptance(Routing routing, Set<String> accepted) {
        this.routing = routing;
        accepted.forEach(seen::add);
    }

    public RoutedItem accept(RawLine line) throws InvalidLineException {
        WorkloadItem item = parser.parse(line);
        if (!seen.add(item.customId())) {
            throw new InvalidLineException(
                    item.line(), item.customId(), "custom_id", "must be unique in the workload, was seen before");
        }
        try {
            return new RoutedItem(item, routing.route(item));
        } catch (NoEligibleModelException e) {
            throw new InvalidLineException(item.line(), item.customId(), "body", String.valueOf(e.getMessage()));
        }
    }
}
