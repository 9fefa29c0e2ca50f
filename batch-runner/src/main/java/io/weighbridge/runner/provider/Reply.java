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

    /**
     * A reply that came in a file.
     *
     * @param status as HTTP would have it
     * @param body in OpenAI's form
     */
    public static Reply ofLine(int status, @Nullable String requestId, String body) {
        Verdict verdict = ReplyReader.verdict(status, body);
        return new Reply(
                verdict,
                status,
                requestId == null ? null : ReplyReader.bounded(requestId),
                body,
                ReplyReader.error(verdict, status),
                null,
                Duration.ZERO);
    }

    /** This answer, which fails a check. */
    public Reply rejected(String problem) {
        return new Reply(Verdict.REJECTED, statusCode, requestId, body, problem, retryAfter, latency);
    }

    /** This answer, which has yet to be checked. */
    public Reply unverified() {
        return new Reply(Verdict.UNVERIFIED, statusCode, requestId, body, null, retryAfter, latency);
    }

    public static Reply without(Verdict verdict, String error, Duration latency) {
        return new Reply(verdict, null, null, null, error, null, latency);
    }
}
