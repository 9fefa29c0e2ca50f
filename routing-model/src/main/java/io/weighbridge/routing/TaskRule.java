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
 * @param cascade what becomes of calls that go to the one open model, or {@code null} if its answers are taken as they are
 */
public record TaskRule(
        String incumbent,
        List<String> open,
        OptionalDouble tolerance,
        @Nullable String precisionClass,
        @Nullable Cascade cascade) {

    public TaskRule {
        Check.notBlank("task.incumbent", incumbent);
        open = List.copyOf(open);
        if (tolerance.isPresent()) {
            Check.fraction("task.tolerance", tolerance.getAsDouble());
        }
        if (cascade != null) {
            Check.isTrue(
                    open.equals(List.of(cascade.first())),
                    "task.cascade.first",
                    "must be the only model in open " + open,
                    cascade.first());
            Check.isTrue(
                    cascade.escalation().equals(incumbent),
                    "task.cascade.escalation",
                    "must be the incumbent " + incumbent,
                    cascade.escalation());
        }
    }

    /** A task without a cascade. */
    public TaskRule(String incumbent, List<String> open, OptionalDouble tolerance, @Nullable String precisionClass) {
        this(incumbent, open, tolerance, precisionClass, null);
    }

    /** A task that follows the policy's rule. */
    public TaskRule(String incumbent, List<String> open, OptionalDouble tolerance) {
        this(incumbent, open, tolerance, null);
    }

    public static TaskRule of(String incumbent, List<String> open) {
        return new TaskRule(incumbent, open, OptionalDouble.empty());
    }

    public TaskRule withCascade(@Nullable Cascade newCascade) {
        return new TaskRule(incumbent, open, tolerance, precisionClass, newCascade);
    }

    public TaskRule withPrecisionClass(@Nullable String newPrecisionClass) {
        return new TaskRule(incumbent, open, tolerance, newPrecisionClass, cascade);
    }
}
