package io.weighbridge.audit.assessment;

import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.tokenlog.Usd;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Finds the incumbent of a task: the configured one, else the model with the largest spend in the window, else (outcomes
 * without calls) the model with the highest list price, else none.
 */
final class Incumbents {
    private final AuditOptions options;
    private final Map<String, Map<String, SpendAmount>> spendByTask;
    private final AnswerCosts costs;

    Incumbents(AuditOptions options, SpendLedger ledger, AnswerCosts costs) {
        this.options = options;
        this.spendByTask = ledger.modelsByTask();
        this.costs = costs;
    }

    /** @param models those with outcomes for the task */
    Incumbent of(String task, SortedSet<String> models) {
        String configured = options.incumbents().getOrDefault(task, options.incumbent());
        if (configured != null) {
            return new Incumbent(task, configured, "configured");
        }
        Map<String, SpendAmount> spend = spendByTask.getOrDefault(task, Map.of());
        if (!spend.isEmpty()) {
            return bySpend(task, spend);
        }
        return byListPrice(task, models);
    }

    private static Incumbent bySpend(String task, Map<String, SpendAmount> spend) {
        Map.Entry<String, SpendAmount> largest = spend.entrySet().stream()
                .max(Comparator.comparing(entry -> entry.getValue().spendUsd()))
                .orElseThrow();
        if (largest.getValue().spendUsd().signum() == 0) {
            return new Incumbent(
                    task, null, "no call of this task has a known cost; name its incumbent in weighbridge.yaml");
        }
        return new Incumbent(task, largest.getKey(), "largest spend in the window");
    }

    private Incumbent byListPrice(String task, SortedSet<String> models) {
        Map<String, Usd> priced = new TreeMap<>();
        for (String model : models) {
            Usd price = costs.listPrice(model);
            if (price != null) {
                priced.put(model, price);
            }
        }
        return priced.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(dearest -> new Incumbent(task, dearest.getKey(), dearestReason(priced.size(), models.size())))
                .orElseGet(() -> new Incumbent(task, null, unknownReason(models.size())));
    }

    private static String dearestReason(int priced, int models) {
        return priced == models
                ? "highest list price, as the window has no calls of this task"
                : "highest list price of the " + priced + " of " + models
                        + " models that have one, as the window has no calls of this task";
    }

    private static String unknownReason(int models) {
        return "no calls of this task in the window and no list price for any of its " + models
                + " models; name the incumbent with --incumbent or in weighbridge.yaml";
    }
}
