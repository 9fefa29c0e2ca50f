package io.weighbridge.routing;

import java.util.List;

/** A task's rule with models resolved to candidate numbers. The arrays are never changed. */
final class OpenTask {
    private final int incumbent;
    private final boolean[] open;
    private final double tolerance;

    private OpenTask(int incumbent, boolean[] open, double tolerance) {
        this.incumbent = incumbent;
        this.open = open;
        this.tolerance = tolerance;
    }

    static OpenTask of(TaskRule task, Rule rule, List<String> models) {
        boolean[] open = new boolean[models.size()];
        for (String model : task.open()) {
            open[models.indexOf(model)] = true;
        }
        return new OpenTask(
                models.indexOf(task.incumbent()), open, task.tolerance().orElse(rule.tolerance()));
    }

    int incumbent() {
        return incumbent;
    }

    boolean isOpen(int candidate) {
        return open[candidate];
    }

    double tolerance() {
        return tolerance;
    }

    int choose(Rule rule, double[] quality, double[] costUsd) {
        return rule.choose(quality, costUsd, open, incumbent, tolerance);
    }
}
