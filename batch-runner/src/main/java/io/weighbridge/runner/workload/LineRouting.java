package io.weighbridge.runner.workload;

import io.weighbridge.routing.NoEligibleModelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks and routes lines, each by itself. */
public final class LineRouting {
    private final WorkloadParser parser = new WorkloadParser();
    private final Routing routing;

    public LineRouting(Routing routing) {
        this.routing = routing;
    }

    /**
     * What a line is by itself: an item, or none for a reason.
     *
     * @param number of the line
     * @param customId null where a line that is no request has none that can be read
     */
    public record Line(
            long number,
            @Nullable String customId,
            @Nullable RoutedItem routed,
            @Nullable InvalidLineException problem) {

        static Line of(RoutedItem routed) {
            return new Line(routed.item().line(), routed.item().customId(), routed, null);
        }

        static Line without(long number, @Nullable String customId, InvalidLineException problem) {
            return new Line(number, customId, null, problem);
        }

        RoutedItem item() throws InvalidLineException {
            if (problem != null) {
                throw problem;
            }
            return Objects.requireNonNull(routed);
        }
    }

    public Line line(RawLine raw) {
        WorkloadItem item;
        try {
            item = parser.parse(raw);
        } catch (InvalidLineException e) {
            return Line.without(raw.number(), null, e);
        }
        try {
            return Line.of(new RoutedItem(item, routing.route(item)));
        } catch (NoEligibleModelException e) {
            return Line.without(
                    item.line(),
                    item.customId(),
                    new InvalidLineException(item.line(), item.customId(), "body", String.valueOf(e.getMessage())));
        }
    }
}
