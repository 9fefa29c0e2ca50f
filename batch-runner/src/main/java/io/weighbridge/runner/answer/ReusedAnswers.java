package io.weighbridge.runner.answer;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.Usd;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Journals answers that need no call: first attempts at their items that cost nothing, checked like those of a model. */
public final class ReusedAnswers {
    private static final int OK = 200;

    private final Reuse reuse;
    private final Verification verification;
    private final AttemptJournal journal;
    private final Clock clock;

    public ReusedAnswers(Reuse reuse, Verification verification, AttemptJournal journal, Clock clock) {
        this.reuse = reuse;
        this.verification = verification;
        this.journal = journal;
        this.clock = clock;
    }

    /** Waits for an equal item that is being asked; to be ended when the item itself has. */
    public Reuse.Turn turn(RoutedItem item) throws InterruptedException {
        return reuse.turn(item);
    }

    /** The answer to an item that nobody was asked yet, recorded; empty where there is none. */
    public Optional<Attempt> take(RoutedItem item) {
        return reuse.find(item).map(found -> {
            Verdict verdict = verification.isOf(item.item().task()) ? Verdict.UNVERIFIED : Verdict.ANSWERED;
            AttemptEnding ending =
                    new AttemptEnding(verdict.label(), Usd.ZERO, Usd.ZERO, OK, null, null, null, found.reply());
            Attempt attempt = Attempt.reused(
                    item.item().line(), clock.instant(), item.decision().chosenModel(), found.from(), ending);
            journal.recordReused(attempt);
            return attempt;
        });
    }

    /** Keeps what a model answered to an item in the end for equal ones. */
    public void keep(RoutedItem item, @Nullable String reply) {
        reuse.keep(item, reply);
    }
}
