package io.weighbridge.audit.whatif;

import io.weighbridge.audit.assessment.ModelChoice;
import io.weighbridge.routing.RoutingRequest;
import java.io.Serial;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every call of some tasks goes to one model; the others stay. */
public final class OneModel implements ModelChoice {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String model;
    private final TreeSet<String> tasks;

    /** @param tasks empty for all */
    public OneModel(String model, List<String> tasks) {
        this.model = model;
        this.tasks = new TreeSet<>(tasks);
    }

    @Override
    public String name() {
        return model + (tasks.isEmpty() ? " for all tasks" : " for " + String.join(", ", tasks));
    }

    @Override
    public String choose(String callId, RoutingRequest request, String present) {
        return moves(request.task()) ? model : present;
    }

    @Override
    public SortedSet<String> reachable(String task, String present) {
        return new TreeSet<>(List.of(moves(task) ? model : present));
    }

    private boolean moves(String task) {
        return tasks.isEmpty() || tasks.contains(task);
    }
}
