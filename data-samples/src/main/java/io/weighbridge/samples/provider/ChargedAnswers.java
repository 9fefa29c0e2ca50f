package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Generates answers and charges for them. An idempotency key is charged once and always gets the same bytes. */
final class ChargedAnswers {
    private final SimulatedAnswers answers;
    private final ProviderStats stats;
    private final InstantSource clock;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Charged> byKey = new ConcurrentHashMap<>();

    ChargedAnswers(SimulatedAnswers answers, ProviderStats stats, InstantSource clock) {
        this.answers = answers;
        this.stats = stats;
        this.clock = clock;
    }

    /**
     * The body of the answer.
     *
     * @param idempotencyKey null where the caller sends none: every request is charged
     */
    byte[] answer(ChatRequest request, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return generate(request);
        }
        Charged charged = byKey.computeIfAbsent(idempotencyKey, key -> new Charged(request, generate(request)));
        if (!charged.request.equals(request)) {
            throw new RefusedException(400, "idempotency_error", "Idempotency-Key: was used for another request");
        }
        if (charged.wasSent.getAndSet(true)) {
            stats.repeated();
        }
        return charged.answer;
    }

    private byte[] generate(ChatRequest request) {
        Completion completion = answers.answer(request);
        stats.paid(completion);
        return ProviderJson.bytes(request.operation().write(numbers.incrementAndGet(), clock.instant(), completion));
    }

    /** An answer in Anthropic's form; that API has no idempotency keys, so every request is charged. */
    byte[] message(ChatRequest request) {
        Completion completion = answers.answer(request);
        stats.paid(completion);
        return ProviderJson.bytes(ProviderJson.message("msg_" + numbers.incrementAndGet(), completion, "standard"));
    }

    /** An answer of a batch in OpenAI's form, charged at half the price. */
    ObjectNode completionOfBatch(ChatRequest request) {
        return request.operation().write(numbers.incrementAndGet(), clock.instant(), chargedInBatch(request));
    }

    /** An answer of a batch in Anthropic's form, charged at half the price. */
    ObjectNode messageOfBatch(ChatRequest request) {
        return ProviderJson.message("msg_" + numbers.incrementAndGet(), chargedInBatch(request), "batch");
    }

    private Completion chargedInBatch(ChatRequest request) {
        Completion completion = answers.answer(request);
        stats.paidInBatch(completion);
        return completion;
    }

    private static final class Charged {
        private final ChatRequest request;
        private final byte[] answer;
        private final AtomicBoolean wasSent = new AtomicBoolean();

        Charged(ChatRequest request, byte[] answer) {
            this.request = request;
            this.answer = answer;
        }
    }
}
