package io.weighbridge.runner.answer;

import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.tokenlog.Usd;
import org.jspecify.annotations.Nullable;

/** What a reply means for the journal: what it cost, or that nobody knows. */
public final class Endings {
    private Endings() {}

    /**
     * @param prices of the tier that the call was made in
     * @param latencyMillis null where it says nothing of the model
     */
    public static AttemptEnding of(
            Reply reply, String model, CallPrices prices, Usd worstCase, @Nullable Long latencyMillis) {
        return switch (reply.verdict()) {
            case ANSWERED, REJECTED, UNVERIFIED -> {
                Completion completion = reply.body() == null ? null : Completion.parse(reply.body());
                Usd cost = prices.cost(model, completion == null ? null : completion.usage());
                yield ending(reply.verdict(), cost == null ? worstCase : cost, cost, reply, latencyMillis);
            }
            case REFUSED, KEY_REFUSED, UNAVAILABLE -> ending(reply.verdict(), Usd.ZERO, Usd.ZERO, reply, latencyMillis);
            case UNUSABLE, LOST -> ending(reply.verdict(), worstCase, null, reply, latencyMillis);
        };
    }

    /** A call whose fate nobody will learn. */
    static AttemptEnding lost(Usd worstCase, Reply last) {
        return ending(Verdict.LOST, worstCase, null, last, last.latency().toMillis());
    }

    private static AttemptEnding ending(
            Verdict verdict, Usd charge, @Nullable Usd cost, Reply reply, @Nullable Long latencyMillis) {
        return new AttemptEnding(
                verdict.label(),
                charge,
                cost,
                reply.statusCode(),
                reply.requestId(),
                latencyMillis,
                reply.error(),
                reply.body());
    }
}
