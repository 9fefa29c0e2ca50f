package io.weighbridge.samples.provider;

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
        return ProviderJson.completion("chatcmpl-" + numbers.incrementAndGet(), clock.instant(), completion);
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
