package io.weighbridge.runner.worker;

import io.weighbridge.runner.answer.Answerer;
import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.answer.Caller;
import io.weighbridge.runner.answer.Ladder;
import io.weighbridge.runner.answer.ReusedAnswers;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.provider.Backoff;
import io.weighbridge.runner.provider.ChatClient;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Usd;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * How the items of one run are answered by this worker.
 *
 * @param routing tells who is asked when a model has failed
 * @param attempts sends of one question to one model
 * @param firstWait upper end of the wait before a second attempt
 */
public record Answering(
        String runId,
        Terms terms,
        Providers providers,
        Routing routing,
        Verification verification,
        ChatClient client,
        int attempts,
        Duration firstWait,
        Clock clock) {

    /** @param isStopped whether no more calls are to be made */
    Answerer answerer(ItemJournal items, AttemptJournal journal, BooleanSupplier isStopped) {
        // The caps are held where the attempts are recorded, for all workers at once; this budget only knows what is in
        // flight here.
        Budget budget = new Budget(scope -> null, scope -> Usd.ZERO);
        Caller caller = new Caller(
                runId,
                providers,
                client,
                terms.prices(),
                budget,
                new CallScopes(terms.caps()),
                journal,
                clock,
                verification,
                isStopped);
        return new Answerer(
                caller,
                new Backoff(firstWait, new SplittableRandom()),
                attempts,
                verification,
                new Ladder(routing, terms.prices(), providers.models()),
                new ReusedAnswers(Reuse.none(), verification, journal, clock),
                items::ask);
    }
}
