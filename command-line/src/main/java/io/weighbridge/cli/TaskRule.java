package io.weighbridge.cli;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a call its task. A call matches if every given condition holds; at least one is given.
 *
 * @param task the task of a matching call
 * @param application the call's application; null is any
 * @param labels labels that the call carries with these values
 * @param promptMatches found somewhere in the prompt; null is any prompt
 */
public record TaskRule(
        String task,
        @Nullable String application,
        Map<String, String> labels,
        @Nullable Pattern promptMatches) implements Serializable {
    public TaskRule {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // sorted, because an audit names its rules
        if (application == null && labels.isEmpty() && promptMatches == null) {
            throw new IllegalArgumentException("a task rule must have a condition, task " + task + " has none");
        }
    }

    /** Whether a call with these properties gets this rule's task. */
    public boolean matches(@Nullable String callApplication, Map<String, String> callLabels, @Nullable String prompt) {
        return (application == null || application.equals(callApplication))
                && callLabels.entrySet().containsAll(labels.entrySet())
                && (promptMatches == null
                        || (prompt != null && promptMatches.matcher(prompt).find()));
    }
}
