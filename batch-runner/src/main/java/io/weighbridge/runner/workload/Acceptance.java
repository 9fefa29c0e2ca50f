package io.weighbridge.runner.workload;

import io.weighbridge.runner.workload.LineRouting.Line;
import java.util.Set;

/** Makes items with decisions out of lines, in their order, or says why it cannot: no valid request, or one seen before. */
public final class Acceptance {
    private final SeenIds seen = new SeenIds();

    /** @param accepted custom_ids that an earlier process accepted */
    public Acceptance(Set<String> accepted) {
        accepted.forEach(seen::add);
    }

    public RoutedItem accept(Line line) throws InvalidLineException {
        String customId = line.customId();
        if (customId != null && !seen.add(customId)) {
            throw new InvalidLineException(
                    line.number(), customId, "custom_id", "must be unique in the workload, was seen before");
        }
        return line.item();
    }
}
