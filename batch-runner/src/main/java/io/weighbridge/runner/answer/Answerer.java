package io.weighbridge.runner.answer;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.Judging;
import io.weighbridge.runner.journal.ReusedFrom;
import io.weighbridge.runner.provider.Backoff;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Finding;
import io.weighbridge.runner.verify.Judge;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.RoutedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one item to its outcome: asks, again after transient failures only, verifies the answer, and asks the next model
 * where one has failed. Safe for use by many threads.
 */
public final class Answerer {
    /** Sends of one question beyond its attempts while its provider was down. */
    private static final int MOST_SENDS_IN_OUTAGES = 16;

    private final Caller caller;
    private final Backoff backoff;
    private final int mostSends;
    private final Verification verification;
    private final Ladder ladder;
    private final ReusedAnswers reused;
    private final Consumer<RoutedItem> escalated;

    /**
     * @param mostSends sends of one question to one model, those of earlier processes included; one is always allowed
     * @param escalated records, durably, that an item is to be asked of another model
     */
    public Answerer(
            Caller caller,
            Backoff backoff,
            int mostSends,
            Verification verification,
            Ladder ladder,
            ReusedAnswers reused,
            Consumer<RoutedItem> escalated) {
        this.caller = caller;
        this.backoff = backoff;
        this.mostSends = mostSends;
        this.verification = verification;
        this.ladder = ladder;
        this.reused = reused;
        this.escalated = escalated;
    }

    /**
     * What a try brought: a reply, or none because the budget does not allow it.
     *
     * @param duringOutage whether its provider is down, so that a failure says nothing of the item
     */
    private record Try(@Nullable Reply reply, boolean duringOutage) {
        boolean mayEndBetter() {
            return reply != null && reply.verdict().mayEndBetter();
        }
    }

    /** @param earlier what a killed process left of this item, in order */
    public ItemOutcome answer(RoutedItem item, List<Attempt> earlier) throws Exception {
        Reuse.Turn turn = reused.turn(item);
        try {
            return answered(item, new Attempts(earlier));
        } finally {
            turn.end();
        }
    }

    private ItemOutcome answered(RoutedItem item, Attempts attempts) throws Exception {
        Optional<ItemOutcome> withoutCall = withoutCall(item, attempts);
        if (withoutCall.isPresent()) {
            return withoutCall.get();
        }
        RoutedItem asked = item;
        while (true) {
            Verdict last = lastVerdict(asked, attempts);
            if (last == null) {
                return ItemOutcome.NOT_STARTED;
            }
            if (last == Verdict.ANSWERED) {
                Attempt answer = attempts.last(Question.toAnswer(asked));
                reused.keep(item, answer == null ? null : ending(answer).reply());
                return ItemOutcome.SUCCEEDED;
            }
            Optional<RoutedItem> above = last.isOfModel() ? ladder.above(asked) : Optional.empty();
            if (above.isEmpty()) {
                return ItemOutcome.NEEDS_HUMAN;
            }
            asked = above.get();
            escalated.accept(asked);
        }
    }

    /** What comes of an answer that needs no call; empty where there is none that passes. */
    private Optional<ItemOutcome> withoutCall(RoutedItem item, Attempts attempts) throws Exception {
        if (attempts.isEmpty()) {
            reused.take(item).ifPresent(attempts::remember);
        }
        Attempt taken = attempts.reused();
        if (taken == null) {
            return Optional.empty();
        }
        Verdict verdict = verdict(taken) == Verdict.UNVERIFIED ? verified(item, taken, attempts) : verdict(taken);
        if (verdict == null) {
            return Optional.of(ItemOutcome.NOT_STARTED);
        }
        return verdict == Verdict.ANSWERED ? Optional.of(ItemOutcome.SUCCEEDED) : Optional.empty();
    }

    /** What one model makes of an item in the end; null if the budget does not allow to ask it, or to have it judged, or the run is cancelled. */
    private @Nullable Verdict lastVerdict(RoutedItem item, Attempts attempts) throws Exception {
        Attempt last = asked(Question.toAnswer(item), attempts);
        if (last == null) {
            return null;
        }
        Verdict verdict = verdict(last);
        return verdict == Verdict.UNVERIFIED ? verified(item, last, attempts) : verdict;
    }

    /** The last attempt at a question, which has ended; null if the budget does not allow it. */
    private @Nullable Attempt asked(Question question, Attempts attempts) throws Exception {
        Attempt known = attempts.last(question);
        if (known != null && !known.open() && verdict(known).isItsLastWord()) {
            return known;
        }
        int sends = Math.max(1, mostSends - attempts.sends(question));
        Reply last = retry(sends)
                .executeCallable(() -> new Try(caller.call(question, attempts), caller.isDown(question)))
                .reply();
        if (last == null) {
            return null;
        }
        Attempt open = attempts.open();
        if (open != null) {
            attempts.remember(caller.giveUp(open, last));
        }
        return attempts.last(question);
    }

    private @Nullable Verdict verified(RoutedItem item, Attempt answer, Attempts attempts) throws Exception {
        AttemptEnding ending = ending(answer);
        Finding finding = verification.finding(item.item(), ending.reply());
        // What is in the cache has passed this judge.
        Optional<Judge> judge = answer.reused() == ReusedFrom.CACHE
                ? Optional.empty()
                : verification.judge(item.item().task());
        if (finding.passes() && judge.isPresent()) {
            finding = judged(judge.get(), item, answer, attempts);
        }
        if (finding != null) {
            attempts.remember(caller.verified(answer, finding.verdict(), finding.problem()));
        }
        return finding == null ? null : finding.verdict();
    }

    /** What the judge finds in both orders; null if the budget does not allow to ask it. */
    private @Nullable Finding judged(Judge judge, RoutedItem item, Attempt answer, Attempts attempts) throws Exception {
        String reply = ending(answer).reply();
        List<Optional<Boolean>> opinions = new ArrayList<>();
        for (boolean swapped : List.of(false, true)) {
            Question question = new Question(judge.asked(item, reply, swapped), new Judging(answer.number(), swapped));
            Attempt last = asked(question, attempts);
            if (last == null) {
                return null;
            }
            opinions.add(Judge.opinion(ending(last).reply(), swapped));
        }
        return judge.finding(opinions.getFirst(), opinions.getLast());
    }

    private static Verdict verdict(Attempt attempt) {
        return Verdict.ofLabel(ending(attempt).verdict());
    }

    private static AttemptEnding ending(Attempt attempt) {
        if (attempt.ending() == null) {
            throw new IllegalStateException("attempt " + attempt.line() + "/" + attempt.number() + " is open");
        }
        return attempt.ending();
    }

    private Retry retry(int sends) {
        AtomicInteger counted = new AtomicInteger();
        RetryConfig config = RetryConfig.<Try>custom()
                .maxAttempts(sends + MOST_SENDS_IN_OUTAGES)
                .retryOnResult(tried -> tried.mayEndBetter()
                        && (tried.duringOutage() ? counted.get() : counted.incrementAndGet()) < sends)
                .retryOnException(failure -> false)
                .intervalBiFunction((failed, outcome) -> waitMillis(failed, outcome.get()))
                .build();
        return Retry.of("send", config);
    }

    private long waitMillis(int failed, Try last) {
        return last.reply() == null ? 0 : backoff.before(failed, last.reply()).toMillis();
    }
}
