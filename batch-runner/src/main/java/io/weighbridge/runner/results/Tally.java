package io.weighbridge.runner.results;

import io.weighbridge.runner.forecast.Effort;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.Judging;
import io.weighbridge.runner.journal.ReusedFrom;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.verify.Judge;
import io.weighbridge.tokenlog.Usd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts what is handed over. */
final class Tally {
    /** A workload may name a task of its own in every line. */
    private static final int MOST_SUBJECTS = 10_000;

    private final Map<ItemOutcome, Long> outcomes = new EnumMap<>(ItemOutcome.class);
    private final Map<String, Long> itemsByModel = new TreeMap<>();
    private final Map<String, Usd> costByModel = new TreeMap<>();
    private final Map<ReusedFrom, Long> reused = new EnumMap<>(ReusedFrom.class);
    private Usd unresolved = Usd.ZERO;
    private long calls;
    private long rejected;
    private long escalated;
    private long judged;
    private long agreed;
    private long steps;
    private long questions;
    private long judgeCalls;
    private final Predicate<String> isChecked;
    private final Map<Subject, Asks> asked = new TreeMap<>();

    /** @param isChecked whether answers to a task are checked */
    Tally(Predicate<String> isChecked) {
        this.isChecked = isChecked;
    }

    /** A model at a task. */
    private record Subject(String task, String model) implements Comparable<Subject> {
        @Override
        public int compareTo(Subject other) {
            return Comparator.comparing(Subject::task)
                    .thenComparing(Subject::model)
                    .compare(this, other);
        }
    }

    private static final class Asks {
        private long asked;
        private long calls;
        private long failed;
    }

    void reject() {
        rejected++;
    }

    void item(JournaledItem item, List<Attempt> attempts) {
        outcomes.merge(item.outcome(), 1L, Long::sum);
        String routed = item.routed().decision().chosenModel();
        String last = routed;
        for (Attempt attempt : attempts) {
            if (attempt.reused() == null) {
                call(attempt, attempt.modelOr(routed));
                last = attempt.isToAnswer() ? attempt.modelOr(routed) : last;
            }
        }
        judge(attempts);
        ask(item.routed().item().task(), routed, attempts);
        ReusedFrom from = BatchLines.answer(attempts).map(Attempt::reused).orElse(null);
        if (item.outcome() == ItemOutcome.SUCCEEDED && from != null) {
            reused.merge(from, 1L, Long::sum);
        } else {
            itemsByModel.merge(last, 1L, Long::sum);
            escalated += last.equals(routed) ? 0 : 1;
        }
    }

    private void call(Attempt attempt, String model) {
        calls++;
        itemsByModel.merge(model, 0L, Long::sum);
        AttemptEnding ending = attempt.ending();
        Usd cost = ending == null ? null : ending.cost();
        if (cost == null) {
            unresolved = unresolved.plus(ending == null ? attempt.worstCase() : ending.charge());
        } else {
            costByModel.merge(model, cost, Usd::plus);
        }
    }

    private void ask(String task, String routed, List<Attempt> attempts) {
        Map<String, Attempt> lastByModel = new LinkedHashMap<>();
        Set<Judging> judgings = new HashSet<>();
        for (Attempt attempt : attempts) {
            if (attempt.reused() == null) {
                String model = attempt.modelOr(routed);
                boolean isNew = attempt.isToAnswer()
                        ? lastByModel.put(model, attempt) == null
                        : judgings.add(attempt.judging());
                Asks asks = asks(attempt.isToAnswer() ? task : Judge.taskOf(task), model);
                if (asks != null) {
                    asks.asked += isNew ? 1 : 0;
                    asks.calls++;
                }
                judgeCalls += attempt.isToAnswer() ? 0 : 1;
            }
        }
        steps += Math.max(0, lastByModel.size() - 1);
        questions += lastByModel.size() + judgings.size();
        lastByModel.forEach((model, last) -> {
            Asks asks = asks(task, model);
            AttemptEnding ending = last.ending();
            if (asks != null
                    && ending != null
                    && Verdict.ofLabel(ending.verdict()).isOfModel()) {
                asks.failed++;
            }
        });
    }

    /** Null where there are too many to be kept. */
    private @Nullable Asks asks(String task, String model) {
        Subject subject = new Subject(task, model);
        return asked.size() < MOST_SUBJECTS ? asked.computeIfAbsent(subject, any -> new Asks()) : asked.get(subject);
    }

    /** What was done, all processes included. */
    Effort effort(int batches) {
        return new Effort(calls, calls - questions, steps, judgeCalls, batches);
    }

    private List<RunSummary.Asked> askedOf() {
        return asked.entrySet().stream()
                .map(each -> new RunSummary.Asked(
                        each.getKey().task(),
                        each.getKey().model(),
                        each.getValue().asked,
                        each.getValue().calls,
                        isChecked.test(each.getKey().task()) ? each.getValue().failed : null))
                .toList();
    }

    /** An answer counts as judged if the judge has said something in both orders. */
    private void judge(List<Attempt> attempts) {
        Map<Integer, Set<Boolean>> opinions = new HashMap<>();
        Map<Integer, Integer> said = new HashMap<>();
        for (Attempt attempt : attempts) {
            if (attempt.judging() != null && attempt.ending() != null) {
                Judging judging = attempt.judging();
                Judge.opinion(attempt.ending().reply(), judging.swapped()).ifPresent(opinion -> {
                    opinions.computeIfAbsent(judging.attempt(), any -> new HashSet<>())
                            .add(opinion);
                    said.merge(judging.attempt(), 1, Integer::sum);
                });
            }
        }
        opinions.forEach((answer, different) -> {
            if (said.getOrDefault(answer, 0) == 2) {
                judged++;
                agreed += different.size() == 1 ? 1 : 0;
            }
        });
    }

    /** @param items lines of the workload, counted apart from what was handed over */
    RunSummary summary(
            String runId,
            long items,
            @Nullable Usd budget,
            List<SubmissionJournal.Record> submissions,
            double seconds,
            RunSummary.@Nullable Planned planned) {
        List<RunSummary.ModelShare> shares = new ArrayList<>();
        Usd cost = Usd.ZERO;
        for (Map.Entry<String, Long> model : itemsByModel.entrySet()) {
            Usd ofModel = costByModel.getOrDefault(model.getKey(), Usd.ZERO);
            shares.add(new RunSummary.ModelShare(model.getKey(), model.getValue(), ofModel));
            cost = cost.plus(ofModel);
        }
        return new RunSummary(
                runId,
                items,
                count(ItemOutcome.SUCCEEDED),
                rejected,
                count(ItemOutcome.NEEDS_HUMAN),
                count(ItemOutcome.NOT_STARTED),
                cost,
                unresolved,
                budget,
                calls,
                escalated,
                new RunSummary.Judged(judged, agreed),
                new RunSummary.Reused(
                        reused.getOrDefault(ReusedFrom.CACHE, 0L), reused.getOrDefault(ReusedFrom.TEMPLATE, 0L)),
                shares,
                askedOf(),
                submissions.stream().map(Tally::share).toList(),
                planned,
                seconds);
    }

    private static RunSummary.BatchShare share(SubmissionJournal.Record batch) {
        return new RunSummary.BatchShare(
                batch.submission().batchId(),
                batch.submission().provider(),
                batch.submission().model(),
                batch.submission().requests(),
                batch.end().duplicateLines(),
                batch.end().foreignLines(),
                batch.end().malformedLines(),
                batch.end().problem());
    }

    private long count(ItemOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
