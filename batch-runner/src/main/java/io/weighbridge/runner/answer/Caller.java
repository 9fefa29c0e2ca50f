package io.weighbridge.runner.answer;

import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.provider.ChatClient;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.Usd;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Makes one paid call: reserves its worst case, records that it is sent, sends it, records what came back. Between
 * the two records its fate is unknown and its worst case stays charged, through the death of this process too.
 */
public final class Caller {
    private final String runId;
    private final Providers providers;
    private final ChatClient client;
    private final CallPrices prices;
    private final Budget budget;
    private final AttemptJournal journal;
    private final Clock clock;

    public Caller(
            String runId,
            Providers providers,
            ChatClient client,
            CallPrices prices,
            Budget budget,
            AttemptJournal journal,
            Clock clock) {
        this.runId = runId;
        this.providers = providers;
        this.client = client;
        this.prices = prices;
        this.budget = budget;
        this.journal = journal;
        this.clock = clock;
    }

    /** The reply; null if the budget does not allow the call. */
    @Nullable
    Reply call(RoutedItem item, Attempts attempts) throws InterruptedException {
        Endpoint endpoint = providers.of(item.model());
        String body = item.requestBody();
        SendGate gate = providers.gateOf(endpoint);
        gate.enter();
        Reply reply = null;
        Attempt attempt;
        try {
            attempt = reserved(item, body, attempts);
            if (attempt == null) {
                return null;
            }
            gate.awaitTurn();
            journal.open(attempt);
            attempts.remember(attempt);
            reply = client.send(
                    endpoint, body, IdempotencyKey.of(runId, item.item().customId(), attempt.number()));
        } finally {
            gate.leave(reply == null ? null : reply.retryAfter());
        }
        record(item, attempt, reply, attempts);
        if (reply.verdict() == Verdict.KEY_REFUSED) {
            throw new KeyRefusedException(endpoint);
        }
        return reply;
    }

    /** Ends an attempt whose fate nobody will learn: charged at its worst case for good. */
    void giveUp(Attempt open, Reply last) {
        journal.end(open, ending(Verdict.LOST, open.worstCase(), null, last));
    }

    private @Nullable Attempt reserved(RoutedItem item, String body, Attempts attempts) throws InterruptedException {
        if (attempts.open() != null) {
            budget.resume();
        }
        Usd worstCase = prices.worstCase(
                item.model(),
                body.getBytes(StandardCharsets.UTF_8).length,
                item.item().outputTokenBound());
        if (attempts.open() == null && !budget.reserve(worstCase)) {
            return null;
        }
        return attempts.next(clock.instant(), item.item().line(), worstCase);
    }

    private void record(RoutedItem item, Attempt attempt, Reply reply, Attempts attempts) {
        Usd charge = attempt.worstCase();
        if (reply.verdict() != Verdict.LOST) {
            AttemptEnding ending = ending(item, attempt, reply);
            journal.end(attempt, ending);
            attempts.remember(attempt.endedBy(ending));
            charge = ending.charge();
        }
        budget.settle(attempt.worstCase(), charge);
    }

    private AttemptEnding ending(RoutedItem item, Attempt attempt, Reply reply) {
        return switch (reply.verdict()) {
            case ANSWERED -> {
                Completion completion = reply.body() == null ? null : Completion.parse(reply.body());
                Usd cost = prices.cost(item.model(), completion == null ? null : completion.usage());
                yield ending(reply.verdict(), cost == null ? attempt.worstCase() : cost, cost, reply);
            }
            case REFUSED, KEY_REFUSED, UNAVAILABLE -> ending(reply.verdict(), Usd.ZERO, Usd.ZERO, reply);
            case UNUSABLE, LOST -> ending(reply.verdict(), attempt.worstCase(), null, reply);
        };
    }

    private static AttemptEnding ending(Verdict verdict, Usd charge, @Nullable Usd cost, Reply reply) {
        return new AttemptEnding(
                verdict.label(),
                charge,
                cost,
                reply.statusCode(),
                reply.requestId(),
                reply.latency().toMillis(),
                reply.error(),
                reply.body());
    }
}
