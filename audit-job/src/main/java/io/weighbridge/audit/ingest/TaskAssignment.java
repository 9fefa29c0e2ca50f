package io.weighbridge.audit.ingest;

import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.CanonicalCall;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives a call that has no task the task of the first configured rule that matches it. */
final class TaskAssignment implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Rule> rules;

    TaskAssignment(List<TaskRule> rules) {
        this.rules = rules.stream().map(Rule::of).toList();
    }

    CanonicalCall assign(CanonicalCall call) {
        if (call.attribution().task() != null) {
            return call;
        }
        Optional<String> task = rules.stream()
                .filter(rule -> rule.matches(call))
                .map(Rule::task)
                .findFirst();
        return task.map(found -> withTask(call, found)).orElse(call);
    }

    private static CanonicalCall withTask(CanonicalCall call, String task) {
        return new CanonicalCall(
                call.source(),
                call.callId(),
                call.occurredAt(),
                call.attribution().withTask(task),
                call.request(),
                call.response(),
                call.usage(),
                call.billedCost(),
                call.decision(),
                call.updatedAt(),
                call.rawUsage());
    }

    /** A rule of the settings in a form that Spark can send to its workers. */
    private record Rule(
            String task,
            @Nullable String application,
            Map<String, String> labels,
            @Nullable Pattern prompt) implements Serializable {

        static Rule of(TaskRule rule) {
            return new Rule(rule.task(), rule.application(), rule.labels(), rule.promptMatches());
        }

        boolean matches(CanonicalCall call) {
            return (application == null || application.equals(call.attribution().application()))
                    && call.request().labels().entrySet().containsAll(labels.entrySet())
                    && (prompt == null || found(prompt, call.request().prompt()));
        }

        private static boolean found(Pattern pattern, @Nullable String prompt) {
            return prompt != null && PromptSearch.find(pattern, prompt);
        }
    }
}
