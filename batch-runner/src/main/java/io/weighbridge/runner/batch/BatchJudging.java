package io.weighbridge.runner.batch;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.Judging;
import io.weighbridge.runner.journal.WaitingItem;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.verify.Finding;
import io.weighbridge.runner.verify.Judge;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.RoutedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What judges are to be asked in batches: about each answer in one order, and when that has come back in the other, so that an item has
 * never more than one attempt open. What it was asked in both orders about is judged.
 */
final class BatchJudging {
    private static final int PAGE = 500;

    private final String runId;
    private final Verification verification;
    private final ItemJournal items;
    private final AttemptJournal attempts;
    private final int mostSends;

    /** @param mostSends of one question */
    BatchJudging(BatchAnswerer.Run run, ItemJournal items, AttemptJournal attempts, int mostSends) {
        this.runId = run.id();
        this.verification = run.verification();
        this.items = items;
        this.attempts = attempts;
        this.mostSends = mostSends;
    }

    /** A question that waits to be put into a batch; {@code item} is the question as its judge is asked it. */
    record Waiting(WaitingItem item, Judging about) {}

    /** An answer that its judge was asked about in both orders. */
    record Judged(RoutedItem item, Attempt answer, Finding finding) {}

    /**
     * Some of the answers that wait for a judge.
     *
     * @param lastLine behind which the next ones stand; empty where there are none
     */
    record Page(Optional<Long> lastLine, List<Waiting> waiting, List<Judged> judged) {}

    /** Answers behind a line that wait for one judge. */
    Page page(String model, long behindLine) {
        List<Long> lines = attempts.linesToJudge(behindLine, PAGE);
        if (lines.isEmpty()) {
            return new Page(Optional.empty(), List.of(), List.of());
        }
        Map<Long, List<Attempt>> made = made(lines);
        List<Waiting> waiting = new ArrayList<>();
        List<Judged> judged = new ArrayList<>();
        for (JournaledItem item : items.at(lines)) {
            List<Attempt> ofItem = made.getOrDefault(item.line(), List.of());
            Optional<Judge> judge = judge(item, model);
            if (judge.isPresent() && ofItem.stream().noneMatch(Attempt::open)) {
                look(judge.get(), item.routed(), ofItem, waiting, judged);
            }
        }
        return new Page(Optional.of(lines.getLast()), waiting, judged);
    }

    private Optional<Judge> judge(JournaledItem item, @Nullable String model) {
        return verification
                .judge(item.routed().item().task())
                .filter(judge -> judge.model().equals(model));
    }

    private void look(Judge judge, RoutedItem item, List<Attempt> made, List<Waiting> waiting, List<Judged> judged) {
        Attempt answer = made.stream()
                .filter(attempt -> attempt.isToAnswer() && verdict(attempt) == Verdict.UNVERIFIED)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        List<Optional<Boolean>> opinions = new ArrayList<>();
        for (boolean swapped : List.of(false, true)) {
            Judging about = new Judging(answer.number(), swapped);
            List<Attempt> asked = made.stream()
                    .filter(attempt -> about.equals(attempt.judging()))
                    .toList();
            Attempt last = asked.isEmpty() ? null : asked.getLast();
            WaitingItem question = new WaitingItem(
                    judge.asked(item, reply(answer), swapped),
                    made.size(),
                    asked.stream().mapToInt(Attempt::sends).sum(),
                    last == null ? null : verdict(last));
            if (!question.isDoneWith(mostSends)) {
                waiting.add(new Waiting(question, about));
                return;
            }
            opinions.add(Judge.opinion(last == null ? null : reply(last), swapped));
        }
        judged.add(new Judged(item, answer, judge.finding(opinions.getFirst(), opinions.getLast())));
    }

    /** All attempts at items, by their lines. */
    Map<Long, List<Attempt>> made(List<Long> lines) {
        return attempts.at(lines).stream().collect(Collectors.groupingBy(Attempt::line));
    }

    /** The question of an attempt that was reserved, as it is sent. */
    RoutedItem question(JournaledItem item, Attempt attempt, Judging about, List<Attempt> made) {
        Judge judge = judge(item, attempt.model())
                .orElseThrow(() -> new IllegalStateException("run " + runId + ": a batch asks " + attempt.model()
                        + " about answers to " + item.routed().item().task() + ", of which it is no judge any more"));
        Attempt answer = made.stream()
                .filter(other -> other.number() == about.attempt())
                .findFirst()
                .orElseThrow();
        return judge.asked(item.routed(), reply(answer), about.swapped());
    }

    private static @Nullable String reply(Attempt attempt) {
        return attempt.ending() == null ? null : attempt.ending().reply();
    }

    private static @Nullable Verdict verdict(Attempt attempt) {
        AttemptEnding ending = attempt.ending();
        return ending == null ? null : Verdict.ofLabel(ending.verdict());
    }
}
