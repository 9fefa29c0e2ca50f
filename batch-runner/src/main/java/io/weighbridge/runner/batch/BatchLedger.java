package io.weighbridge.runner.batch;

import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.answer.Endings;
import io.weighbridge.runner.answer.ReusedAnswers;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.ReusedFrom;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.journal.WaitingItem;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.verify.Finding;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Usd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Books what becomes of the attempts in batches: what they hold of the budget, how they ended, what that means for their items. */
final class BatchLedger {
    private static final int PAGE = 500;

    private final String runId;
    private final Map<String, CallPrices> pricesByModel;
    private final Budget budget;
    private final CallScopes scopes;
    private final Verification verification;
    private final ReusedAnswers reused;
    private final ItemJournal items;
    private final AttemptJournal attempts;
    private final Clock clock;
    private final Map<Long, List<Scope>> scopesByLine = new HashMap<>();
    private LongConsumer progress = count -> {};
    private long finished;

    BatchLedger(
            BatchAnswerer.Run run,
            Map<String, CallPrices> pricesByModel,
            Budget budget,
            ItemJournal items,
            AttemptJournal attempts) {
        this.runId = run.id();
        this.pricesByModel = Map.copyOf(pricesByModel);
        this.budget = budget;
        this.scopes = run.scopes();
        this.verification = run.verification();
        this.reused = run.reused();
        this.clock = run.clock();
        this.items = items;
        this.attempts = attempts;
    }

    /** @param newProgress told how many items have ended from now on */
    void begin(LongConsumer newProgress) {
        progress = newProgress;
        finished = 0;
        items.finishAnswered();
    }

    /** Models that batches can be made of. */
    Set<String> models() {
        return pricesByModel.keySet();
    }

    /** Prices in a batch. */
    CallPrices prices(String model) {
        CallPrices prices = pricesByModel.get(model);
        if (prices == null) {
            throw new IllegalStateException("run " + runId + ": the provider of model " + model
                    + " has a batch of it, but neither batch_discount nor batch_command is configured");
        }
        return prices;
    }

    /** What an earlier process has reserved is in flight again. */
    void resume(Submission submission) {
        long last = 0;
        for (List<Attempt> page = attempts.openOf(submission.number(), last, PAGE);
                !page.isEmpty();
                page = attempts.openOf(submission.number(), last, PAGE)) {
            Map<Long, Instant> startedAt = page.stream().collect(Collectors.toMap(Attempt::line, Attempt::startedAt));
            for (JournaledItem item : items.at(page.stream().map(Attempt::line).toList())) {
                Instant started = Objects.requireNonNull(startedAt.get(item.line()));
                budget.resume(charged(item.routed().askedOf(submission.model()), started));
            }
            last = page.getLast().line();
        }
    }

    /** An attempt at the item has been reserved. */
    void reserved(RoutedItem item, Attempt attempt) {
        charged(item, attempt.startedAt());
    }

    private List<Scope> charged(RoutedItem item, Instant startedAt) {
        List<Scope> ofItem = scopes.of(item, startedAt);
        scopesByLine.put(item.item().line(), ofItem);
        return ofItem;
    }

    /** The item as it still waits for its model; null where an answer was found that needs no call, or only a judge's. */
    @Nullable
    WaitingItem stillWaiting(WaitingItem item) throws InterruptedException {
        Attempt taken = item.attempts() > 0 ? null : reused.take(item.routed()).orElse(null);
        if (taken == null || taken.ending() == null) {
            return item;
        }
        AttemptEnding ending = taken.ending();
        WorkloadItem asked = item.routed().item();
        Finding finding = verification.finding(asked, ending.reply());
        boolean needsJudge = taken.reused() != ReusedFrom.CACHE
                && verification.judge(asked.task()).isPresent();
        if (finding.passes() && needsJudge) {
            return null;
        }
        attempts.end(taken, ending.verifiedAs(finding.verdict().label(), finding.problem()), List.of());
        if (finding.passes()) {
            finish(List.of(new FinishedItem(item.line(), ItemOutcome.SUCCEEDED)));
            return null;
        }
        return new WaitingItem(item.routed(), 1, 0, null);
    }

    /** An item that its provider cannot be asked; the attempt costs nothing. */
    void refuse(WaitingItem item, String why) {
        String model = item.routed().model();
        Attempt attempt = new Attempt(
                item.line(), item.attempts() + 1, 1, clock.instant(), Usd.ZERO, model, null, null, null, null);
        attempts.open(attempt, List.of());
        Reply refused = Reply.without(Verdict.REFUSED, why, Duration.ZERO);
        attempts.end(attempt, Endings.of(refused, model, prices(model), Usd.ZERO, null), List.of());
    }

    /** Those of a batch's attempts at the given lines that are open. */
    List<Attempt> openAt(Submission submission, Set<Long> lines) {
        return attempts.openAt(submission.number(), List.copyOf(lines));
    }

    /** Ends the attempts that a batch leaves open, each with a verdict of its own. */
    void endOpen(Submission submission, String problem, Function<Attempt, Verdict> verdict, boolean neverSent) {
        for (List<Attempt> page = attempts.openOf(submission.number(), 0, PAGE);
                !page.isEmpty();
                page = attempts.openOf(submission.number(), 0, PAGE)) {
            Map<Attempt, Reply> replies = new LinkedHashMap<>();
            for (Attempt attempt : page) {
                replies.put(
                        neverSent ? attempt.neverSent() : attempt,
                        Reply.without(verdict.apply(attempt), problem, Duration.ZERO));
            }
            record(submission.model(), replies);
        }
    }

    /** Books what judges have said of answers: a result, an item that waits for another model, or one for people. */
    void judged(List<BatchJudging.Judged> judged) {
        List<Attempt> verified = new ArrayList<>();
        List<FinishedItem> outcomes = new ArrayList<>();
        for (BatchJudging.Judged each : judged) {
            AttemptEnding ending = Objects.requireNonNull(each.answer().ending());
            Verdict verdict = each.finding().verdict();
            verified.add(each.answer()
                    .endedBy(ending.verifiedAs(verdict.label(), each.finding().problem())));
            if (verdict == Verdict.ANSWERED) {
                reused.keep(each.item(), ending.reply());
                outcomes.add(new FinishedItem(each.answer().line(), ItemOutcome.SUCCEEDED));
            } else if (verdict == Verdict.UNVERIFIED) {
                outcomes.add(new FinishedItem(each.answer().line(), ItemOutcome.NEEDS_HUMAN));
            }
        }
        attempts.verifyAll(verified);
        finish(outcomes);
    }

    /** Checks answers and records how their attempts ended; what a judge must see waits for it. */
    void recordChecked(Submission submission, Map<Attempt, Reply> replies) throws InterruptedException {
        if (replies.isEmpty()) {
            return;
        }
        Map<Long, JournaledItem> byLine = new HashMap<>();
        items.at(replies.keySet().stream().map(Attempt::line).toList()).forEach(item -> byLine.put(item.line(), item));
        Map<Attempt, Reply> checked = new LinkedHashMap<>();
        for (Map.Entry<Attempt, Reply> each : replies.entrySet()) {
            RoutedItem item =
                    Objects.requireNonNull(byLine.get(each.getKey().line())).routed();
            boolean isToAnswer = each.getKey().isToAnswer();
            Reply reply = isToAnswer ? checked(item.item(), each.getValue()) : each.getValue();
            checked.put(each.getKey(), reply);
            if (isToAnswer && reply.verdict() == Verdict.ANSWERED) {
                reused.keep(item, reply.body());
            }
        }
        record(submission.model(), checked);
    }

    private Reply checked(WorkloadItem item, Reply reply) throws InterruptedException {
        if (reply.verdict() != Verdict.ANSWERED) {
            return reply;
        }
        Finding finding = verification.finding(item, reply.body());
        if (finding.problem() != null) {
            return reply.rejected(finding.problem());
        }
        return verification.judge(item.task()).isPresent() ? reply.unverified() : reply;
    }

    /** What was no answer waits again, and its next turn decides what becomes of it. */
    private void record(String model, Map<Attempt, Reply> replies) {
        List<Attempt> ended = new ArrayList<>();
        List<FinishedItem> outcomes = new ArrayList<>();
        replies.forEach((attempt, reply) -> {
            ended.add(attempt.endedBy(Endings.of(reply, model, prices(model), attempt.worstCase(), null)));
            if (attempt.isToAnswer() && reply.verdict() == Verdict.ANSWERED) {
                outcomes.add(new FinishedItem(attempt.line(), ItemOutcome.SUCCEEDED));
            }
        });
        attempts.endAll(ended);
        ended.forEach(this::settle);
        finish(outcomes);
    }

    private void settle(Attempt ended) {
        if (ended.ending() != null) {
            List<Scope> ofItem = Objects.requireNonNull(scopesByLine.remove(ended.line()));
            budget.settle(ended.worstCase(), ended.ending().charge(), ofItem);
        }
    }

    void finish(List<FinishedItem> outcomes) {
        items.finish(outcomes);
        finished += outcomes.size();
        progress.accept(finished);
    }
}
