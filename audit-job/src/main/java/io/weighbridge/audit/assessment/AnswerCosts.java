package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What answers cost, and what models list: the price book's arithmetic applied to outcomes. */
public final class AnswerCosts {
    private static final Usage REFERENCE = Usage.of(1_000, 1_000);

    private final CallPricer pricer;
    private final Instant otherwise;

    /** @param otherwise when an answer of unknown time is priced */
    public AnswerCosts(CallPricer pricer, Instant otherwise) {
        this.pricer = pricer;
        this.otherwise = otherwise;
    }

    /** The stated cost, else that of its tokens by the book; null where neither is known. */
    @Nullable
    Usd of(Outcome outcome, String model, @Nullable Instant at) {
        if (outcome.cost() != null) {
            return outcome.cost();
        }
        Usage usage = outcome.usage();
        return usage == null ? null : priced(model, usage, at == null ? otherwise : at);
    }

    /** Price of a thousand input and a thousand output tokens, to rank models by; null where the book has none. */
    @Nullable
    Usd listPrice(String model) {
        return priced(model, REFERENCE, otherwise);
    }

    /** Of an answer of so many tokens, by the standard tier's price; null where the book has none. */
    public @Nullable Usd ofTokens(String model, long inputTokens, long outputTokens) {
        return priced(model, Usage.of(inputTokens, outputTokens), otherwise);
    }

    private @Nullable Usd priced(String model, Usage usage, Instant at) {
        CanonicalCall call = new CanonicalCall(
                "price-book", "reference", at, Attribution.NONE, Request.of(model), Response.ok(), usage, null, null);
        return pricer.cost(call).total();
    }
}
