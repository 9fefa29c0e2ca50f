package io.weighbridge.audit.replay;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Divides what is left among the tasks still to come, in proportion to what each spends. */
final class Budget {
    private final Map<String, BigDecimal> spendOf = new HashMap<>();
    private double left;

    Budget(double picodollars, List<ReplayPlanJob.Open> tasks) {
        this.left = picodollars;
        tasks.forEach(task -> spendOf.put(task.task(), task.spendUsd()));
    }

    double capOf(ReplayPlanJob.Open task) {
        double all =
                spendOf.values().stream().mapToDouble(BigDecimal::doubleValue).sum();
        double own = spendOf.getOrDefault(task.task(), BigDecimal.ZERO).doubleValue();
        return all > 0 ? left * own / all : left / Math.max(1, spendOf.size());
    }

    /** Takes the task out of those that share what is left. */
    void spend(ReplayPlanJob.Open task, double picodollars) {
        spendOf.remove(task.task());
        left -= picodollars;
    }
}
