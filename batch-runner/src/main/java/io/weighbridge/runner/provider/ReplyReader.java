package io.weighbridge.runner.provider;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells from status and body what a reply is worth. */
final class ReplyReader {
    private static final int LONGEST_REQUEST_ID = 256;
    private static final int UNAUTHORIZED = 401;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Clock clock;

    ReplyReader(Clock clock) {
        this.clock = clock;
    }

    Reply read(HttpResponse<String> response, Protocol protocol, Duration latency) {
        int status = response.statusCode();
        String body = isSuccess(status) ? protocol.completion(response.body()) : response.body();
        Verdict verdict = verdict(status, body);
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
        return new Reply(
                verdict,
                status,
                response.headers()
                        .firstValue("x-request-id")
                        .map(ReplyReader::bounded)
                        .orElse(null),
                body,
                error(verdict, status),
                retryAfter,
                latency);
    }

    static String bounded(String requestId) {
        return requestId.length() <= LONGEST_REQUEST_ID ? requestId : requestId.substring(0, LONGEST_REQUEST_ID);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    static Verdict verdict(int status, String body) {
        if (isSuccess(status)) {
            return Completion.parse(body) == null ? Verdict.UNUSABLE : Verdict.ANSWERED;
        }
        if (status == UNAUTHORIZED) {
            return Verdict.KEY_REFUSED;
        }
        boolean passing = status >= 500
                || status == TOO_MANY_REQUESTS
                || status == REQUEST_TIMEOUT
                || status == CONFLICT
                || status == TOO_EARLY;
        return passing ? Verdict.UNAVAILABLE : Verdict.REFUSED;
    }

    static @Nullable String error(Verdict verdict, int status) {
        return switch (verdict) {
            case ANSWERED, REJECTED, UNVERIFIED -> null;
            case UNUSABLE -> "HTTP " + status + " without an answer";
            case REFUSED, KEY_REFUSED, UNAVAILABLE, LOST -> "HTTP " + status;
        };
    }
}
