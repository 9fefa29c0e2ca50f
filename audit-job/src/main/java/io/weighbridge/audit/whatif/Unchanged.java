package io.weighbridge.audit.whatif;

import io.weighbridge.audit.assessment.ModelChoice;
import io.weighbridge.routing.RoutingRequest;
import java.io.Serial;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every call stays where it was, for questions about prices alone. */
final class Unchanged implements ModelChoice {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "the models that served";
    }

    @Override
    public String choose(String callId, RoutingRequest request, String present) {
        return present;
    }

    @Override
    public SortedSet<String> reachable(String task, String present) {
        return new TreeSet<>(List.of(present));
    }
}
