package io.weighbridge.routing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the policy may do in one task.
 *
 * @param incumbent the model that serves the task today and stays the default
 * @param open the models that may replace it: those whose evidence passed. Empty keeps the incumbent
 * @param tolerance the quality that may be given up in this task, in [0, 1], instead of the tolerance of the rule
 */
public record TaskRule(String incumbent, List<String> open, OptionalDouble tolerance) {

    public TaskRule {
        Check.notBlank("task.incumbent", incumbent);
        open = List.copyOf(open);
        if (tolerance.isPresent()) {
            Check.fraction("task.tolerance", tolerance.getAsDouble());
        }
    }

    public static TaskRule of(String incumbent, List<String> open) {
        return new TaskRule(incumbent, open, OptionalDouble.empty());
    }
}
