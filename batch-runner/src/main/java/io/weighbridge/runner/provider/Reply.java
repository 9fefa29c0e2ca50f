package io.weighbridge.runner.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one send brought back.
 *
 * @param statusCode HTTP status; null where none came
 * @param requestId the provider's name for the request, from the x-request-id header
 * @param body text of the reply, bounded; null where none came
 * @param error what went wrong in one line, without prompt or answer text; null for an answer
 * @param retryAfter how long the provider asks to be left alone; null where it does not say
 */
public record Reply(
        Verdict verdict,
        @Nullable Integer statusCode,
        @Nullable String requestId,
        @Nullable String body,
        @Nullable String error,
        @Nullable Duration retryAfter,
        Duration latency) {

    static Reply without(Verdict verdict, String error, Duration latency) {
        return new Reply(verdict, null, null, null, error, null, latency);
    }
}
