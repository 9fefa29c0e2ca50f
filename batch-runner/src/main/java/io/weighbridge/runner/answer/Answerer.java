package io.weighbridge.runner.answer;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.provider.Backoff;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.RoutedItem;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Brings one item to its outcome, trying again after transient failures only. Safe for use by many threads. */
public final class Answerer {
    /** Sends of one item beyond its attempts while its provider was down. */
    private static final int MOST_SENDS_IN_OUTAGES = 16;

    private final Caller caller;
    private final Backoff backoff;
    private final int mostSends;

    /** @param mostSends sends of one item in total, those of earlier processes included; one is always allowed */
    public Answerer(Caller caller, Backoff backoff, int mostSends) {
        this.caller = caller;
        this.backoff = backoff;
        this.mostSends = mostSends;
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
        Attempts attempts = new Attempts(earlier);
        Verdict known = attempts.lastVerdict();
        if (known == Verdict.ANSWERED || known == Verdict.REFUSED) {
            return outcome(known);
        }
        int sends = Math.max(1, mostSends - attempts.sends());
        Reply last = retry(sends)
                .executeCallable(() -> new Try(caller.call(item, attempts), caller.isDown(item)))
                .reply();
        if (last == null) {
            return ItemOutcome.NOT_STARTED;
        }
        Attempt open = attempts.open();
        if (open != null) {
            caller.giveUp(open, last);
        }
        return outcome(last.verdict());
    }

    private static ItemOutcome outcome(Verdict last) {
        return last == Verdict.ANSWERED ? ItemOutcome.SUCCEEDED : ItemOutcome.NEEDS_HUMAN;
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
