package io.weighbridge.routing;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the policy may do in one task.
 *
 * @param incumbent the model that serves the task today and stays the default
 * @param open the models that may replace it: those whose evidence passed. Empty keeps the incumbent
 * @param tolerance the quality that may be given up in this task, in [0, 1], instead of the tolerance of the rule
 * @param precisionClass name of the class that chooses in place of the rule, or {@code null} for the rule
 */
public record TaskRule(
        String incumbent,
        List<String> open,
        OptionalDouble tolerance,
        @Nullable String precisionClass) {

    public TaskRule {
        Check.notBlank("task.incumbent", incumbent);
        open = List.copyOf(open);
        if (tolerance.isPresent()) {
            Check.fraction("task.tolerance", tolerance.getAsDouble());
        }
    }

    /** A task that follows the policy's rule. */
    public TaskRule(String incumbent, List<String> open, OptionalDouble tolerance) {
        this(incumbent, open, tolerance, null);
    }

    public static TaskRule of(String incumbent, List<String> open) {
        return new TaskRule(incumbent, open, OptionalDouble.empty());
    }

    public TaskRule withPrecisionClass(@Nullable String newPrecisionClass) {
        return new TaskRule(incumbent, open, tolerance, newPrecisionClass);
    }
}
