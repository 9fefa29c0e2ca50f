package io.weighbridge.runner.verify;

import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.replay.Grader;
import io.weighbridge.runner.workload.WorkloadItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checks of every task: those that are made here, and the judge that is asked where they pass. */
public final class Verification {
    private final Map<String, OfTask> byTask;

    private record OfTask(List<Verifier> verifiers, Optional<Judge> judge) {}

    private Verification(Map<String, OfTask> byTask) {
        this.byTask = Map.copyOf(byTask);
    }

    /** Nothing is checked. */
    public static Verification none() {
        return new Verification(Map.of());
    }

    /**
     * Reads what the checks need.
     *
     * @throws io.weighbridge.cli.BadInputException naming a file that is not what it should be
     */
    public static Verification of(Map<String, List<AnswerCheck>> checks) {
        Map<String, OfTask> byTask = new HashMap<>();
        checks.forEach((task, ofTask) -> byTask.put(
                task,
                new OfTask(
                        ofTask.stream()
                                .flatMap(check -> verifier(check).stream())
                                .toList(),
                        ofTask.stream()
                                .filter(AnswerCheck.Judge.class::isInstance)
                                .map(check -> new Judge((AnswerCheck.Judge) check))
                                .findFirst())));
        return new Verification(byTask);
    }

    private static Optional<Verifier> verifier(AnswerCheck check) {
        return switch (check) {
            case AnswerCheck.JsonSchema schema -> Optional.of(JsonSchemaVerifier.of(schema.file()));
            case AnswerCheck.Matches matches -> Optional.of(new PatternVerifier(matches.pattern()));
            case AnswerCheck.Exact exact -> Optional.of(ReferenceVerifier.of(Grader.EXACT, exact.references()));
            case AnswerCheck.Number number -> Optional.of(ReferenceVerifier.of(Grader.NUMBER, number.references()));
            case AnswerCheck.Command command -> Optional.of(CommandVerifier.of(command));
            case AnswerCheck.MinConfidence confidence -> Optional.of(new ConfidenceVerifier(confidence.least()));
            case AnswerCheck.Judge judge -> Optional.empty();
        };
    }

    /** Whether answers to a task are checked at all. */
    public boolean isOf(String task) {
        return byTask.containsKey(task);
    }

    /** Models that are asked to judge. */
    public Set<String> judges() {
        return byTask.values().stream()
                .flatMap(ofTask -> ofTask.judge().stream())
                .map(Judge::model)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Who judges what passes the checks of a task. */
    public Optional<Judge> judge(String task) {
        OfTask ofTask = byTask.get(task);
        return ofTask == null ? Optional.empty() : ofTask.judge();
    }

    /**
     * What the checks that are made here find; the judge's are not among them.
     *
     * @param reply a chat completion
     */
    public Finding finding(WorkloadItem item, @Nullable String reply) throws InterruptedException {
        OfTask ofTask = byTask.get(item.task());
        if (ofTask == null) {
            return Finding.PASSES;
        }
        Completion completion = reply == null ? null : Completion.parse(reply);
        if (completion == null || completion.text() == null) {
            return Finding.rejected("the answer has no text");
        }
        Answer answer = new Answer(item.customId(), completion.text(), completion.confidence());
        for (Verifier verifier : ofTask.verifiers()) {
            Optional<String> problem = verifier.problem(answer);
            if (problem.isPresent()) {
                return Finding.rejected(problem.get());
            }
        }
        return Finding.PASSES;
    }
}
