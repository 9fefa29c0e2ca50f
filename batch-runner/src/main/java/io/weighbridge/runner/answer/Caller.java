package io.weighbridge.runner.answer;

import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.JournalException;
import io.weighbridge.runner.provider.ChatClient;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.Usd;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one paid call: reserves its worst case, records that it is sent, sends it, records what came back. Between
 * the two records its fate is unknown and its worst case stays charged, through the death of this process too.
 */
public final class Caller {
    /** As providers estimate it before a call. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final String runId;
    private final Providers providers;
    private final ChatClient client;
    private final CallPrices prices;
    private final Budget budget;
    private final CallScopes scopes;
    private final AttemptJournal journal;
    private final Clock clock;
    private final Verification verification;
    private final BooleanSupplier isCancelled;

    /** @param isCancelled whether no more calls are to be made */
    public Caller(
            String runId,
            Providers providers,
            ChatClient client,
            CallPrices prices,
            Budget budget,
            CallScopes scopes,
            AttemptJournal journal,
            Clock clock,
            Verification verification,
            BooleanSupplier isCancelled) {
        this.runId = runId;
        this.providers = providers;
        this.client = client;
        this.prices = prices;
        this.budget = budget;
        this.scopes = scopes;
        this.journal = journal;
        this.clock = clock;
        this.verification = verification;
        this.isCancelled = isCancelled;
    }

    /** The reply; null if the budget does not allow the call, or the run is cancelled. */
    @Nullable
    Reply call(Question question, Attempts attempts) throws InterruptedException {
        RoutedItem item = question.routed();
        Endpoint endpoint = providers.of(item.model());
        String body = item.requestBody();
        SendGate gate = providers.gateOf(endpoint);
        boolean isFirst = attempts.sends(question) == 0;
        Attempt attempt = opened(gate, question, body, attempts);
        if (attempt == null) {
            return null;
        }
        boolean isSettled = false;
        try {
            Reply reply = sent(gate, isFirst, item, body, attempt, attempts);
            record(item, attempt, reply, attempts);
            isSettled = true;
            if (reply.verdict() == Verdict.KEY_REFUSED) {
                throw new KeyRefusedException(endpoint);
            }
            return reply;
        } finally {
            if (!isSettled) {
                leaveCharged(item, attempt);
            }
        }
    }

    /** What nobody will settle stays charged, and nobody waits for it. */
    private void leaveCharged(RoutedItem item, Attempt attempt) {
        budget.settle(attempt.worstCase(), attempt.worstCase(), scopes.of(item, attempt.startedAt()));
    }

    /** Sends what is journaled, and tells the gate how it went. */
    private Reply sent(SendGate gate, boolean isFirst, RoutedItem item, String body, Attempt attempt, Attempts attempts)
            throws InterruptedException {
        Endpoint endpoint = providers.of(item.model());
        Reply reply = null;
        try {
            attempts.remember(attempt);
            reply = client.send(
                    endpoint,
                    item.item().operation(),
                    body,
                    IdempotencyKey.of(runId, item.item().customId(), attempt.number()));
        } finally {
            if (reply == null) {
                gate.leaveBroken();
            } else {
                gate.leave(reply, isFirst);
            }
        }
        if (reply.verdict() == Verdict.ANSWERED
                && attempt.isToAnswer()
                && verification.isOf(item.item().task())) {
            return reply.unverified();
        }
        return reply;
    }

    /** Passes the gate and records that it does; null, and outside again, if no cap allows it, of this process or of all that share the run. */
    private @Nullable Attempt opened(SendGate gate, Question question, String body, Attempts attempts)
            throws InterruptedException {
        while (true) {
            Attempt attempt = awaitTurn(gate, question, body, attempts);
            if (attempt == null) {
                return null;
            }
            List<Scope> charged = scopes.of(question.routed(), attempt.startedAt());
            boolean isOpen = false;
            try {
                isOpen = journal.open(attempt, charged);
            } catch (JournalException e) {
                leaveCharged(question.routed(), attempt);
                throw e;
            } finally {
                if (!isOpen) {
                    gate.leaveBroken();
                }
            }
            if (isOpen) {
                return attempt;
            }
            if (!budget.withdraw(attempt.worstCase(), charged)) {
                return null;
            }
        }
    }

    /** Passes the gate with a reservation; null, and outside again, if the budget does not allow one. */
    private @Nullable Attempt awaitTurn(SendGate gate, Question question, String body, Attempts attempts)
            throws InterruptedException {
        RoutedItem item = question.routed();
        gate.enter();
        Attempt attempt = null;
        boolean isThrough = false;
        try {
            attempt = reserved(question, body, attempts);
            if (attempt != null) {
                gate.awaitTurn(
                        body.length() / CHARACTERS_PER_TOKEN + item.item().outputTokenBound());
                isThrough = true;
            }
            return attempt;
        } finally {
            if (!isThrough) {
                gate.leaveUnsent();
                unreserve(item, attempt);
            }
        }
    }

    /** Gives back a reservation that is not sent after all; what was sent before stays charged. */
    private void unreserve(RoutedItem item, @Nullable Attempt attempt) {
        if (attempt != null) {
            Usd charge = attempt.sends() == 1 ? Usd.ZERO : attempt.worstCase();
            budget.settle(attempt.worstCase(), charge, scopes.of(item, attempt.startedAt()));
        }
    }

    /** Whether the provider of the question's model is taken to be down. */
    boolean isDown(Question question) {
        return providers.gateOf(providers.of(question.model())).isDown();
    }

    /** Ends an attempt whose fate nobody will learn: charged at its worst case for good. */
    Attempt giveUp(Attempt open, Reply last) {
        AttemptEnding ending = Endings.lost(open.worstCase(), last);
        journal.end(open, ending, List.of());
        return open.endedBy(ending);
    }

    /** Records, durably, what verification made of an answer. */
    Attempt verified(Attempt answer, Verdict verdict, @Nullable String problem) {
        if (answer.ending() == null) {
            throw new IllegalArgumentException("attempt " + answer.line() + "/" + answer.number() + " is open");
        }
        AttemptEnding ending = answer.ending().verifiedAs(verdict.label(), problem);
        journal.end(answer, ending, List.of());
        return answer.endedBy(ending);
    }

    private @Nullable Attempt reserved(Question question, String body, Attempts attempts) throws InterruptedException {
        if (isCancelled.getAsBoolean()) {
            return null;
        }
        RoutedItem item = question.routed();
        Attempt open = attempts.open();
        boolean isSendable = providers.of(item.model()).hasIdempotencyKeys();
        if (open != null && !(isSendable && question.isAskedBy(open))) {
            attempts.remember(endedAsLost(open));
            open = null;
        }
        Usd worstCase = prices.worstCase(
                item.model(),
                body.getBytes(StandardCharsets.UTF_8).length,
                item.item().outputTokenBound());
        Instant now = clock.instant();
        if (open != null) {
            budget.resume(scopes.of(item, open.startedAt()));
        } else if (!budget.reserve(worstCase, scopes.of(item, now))) {
            return null;
        }
        return attempts.next(now, question, worstCase);
    }

    /** Sent again it might be paid again: what may have been paid stays charged, and the next send is another attempt. */
    private Attempt endedAsLost(Attempt open) {
        Reply lost = Reply.without(Verdict.LOST, "no reply is recorded", Duration.ZERO);
        AttemptEnding ending = Endings.lost(open.worstCase(), lost);
        journal.end(open, ending, List.of());
        return open.endedBy(ending);
    }

    private void record(RoutedItem item, Attempt attempt, Reply reply, Attempts attempts) {
        Usd charge = attempt.worstCase();
        List<Scope> charged = scopes.of(item, attempt.startedAt());
        boolean isSentAgain =
                reply.verdict() == Verdict.LOST && providers.of(item.model()).hasIdempotencyKeys();
        if (!isSentAgain) {
            AttemptEnding ending = Endings.of(
                    reply,
                    item.model(),
                    prices,
                    attempt.worstCase(),
                    reply.latency().toMillis());
            journal.end(attempt, ending, charged);
            attempts.remember(attempt.endedBy(ending));
            charge = ending.charge();
        }
        budget.settle(attempt.worstCase(), charge, charged);
    }
}
