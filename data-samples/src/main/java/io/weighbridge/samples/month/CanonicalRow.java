package io.weighbridge.samples.month;

import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A canonical call as a row of Parquet: the fields that the generator fills, in snake_case. */
public record CanonicalRow(
        String format,
        String source,
        String callId,
        Instant occurredAt,
        @Nullable String tenant,
        @Nullable String team,
        @Nullable String application,
        @Nullable String task,
        @Nullable String sessionId,
        @Nullable String templateId,
        @Nullable String promptHash,
        @Nullable String provider,
        String requestedModel,
        @Nullable String prompt,
        @Nullable String responseModel,
        @Nullable Long latencyMs,
        @Nullable String finishReason,
        String status,
        @Nullable String error,
        int attempt,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cacheReadTokens,
        @Nullable Long reasoningTokens) {

    static CanonicalRow of(CanonicalCall call) {
        Attribution by = call.attribution();
        Request request = call.request();
        Response response = call.response();
        Usage usage = call.usage();
        return new CanonicalRow(
                CanonicalCallJson.FORMAT_AND_VERSION,
                call.source(),
                call.callId(),
                call.occurredAt(),
                by.tenant(),
                by.team(),
                by.application(),
                by.task(),
                by.sessionId(),
                request.templateId(),
                request.promptHash(),
                request.provider(),
                request.requestedModel(),
                request.prompt(),
                response.responseModel(),
                response.latencyMillis(),
                response.finishReason(),
                response.status(),
                response.error(),
                response.attempt(),
                usage == null ? null : usage.inputTokens(),
                usage == null ? null : usage.outputTokens(),
                usage == null ? null : usage.cacheReadTokens(),
                usage == null ? null : usage.reasoningTokens());
    }
}
