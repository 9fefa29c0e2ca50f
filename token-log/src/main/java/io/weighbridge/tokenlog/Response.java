package io.weighbridge.tokenlog;

import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param responseModel the model that answered, as the provider names it
 * @param text the answer; null where text is not kept
 * @param status "ok" or "error"
 * @param attempt 1 for the first attempt of a logical call
 * @param outputTokenEstimate tokens of the text by a tokenizer, where the source does not say how many there were
 */
public record Response(
        @Nullable String responseModel,
        @Nullable String text,
        @Nullable String textHash,
        @Nullable Long latencyMillis,
        @Nullable Long timeToFirstTokenMillis,
        @Nullable String finishReason,
        String status,
        @Nullable String error,
        int attempt,
        @Nullable Long outputTokenEstimate) {

    /** Status of a call that was answered. */
    public static final String OK = "ok";
    /** Status of a call that was not. */
    public static final String ERROR = "error";

    public Response {
        if (!status.equals(OK) && !status.equals(ERROR)) {
            throw new InvalidRecordException("status", "must be \"ok\" or \"error\"", status);
        }
        if (attempt < 1) {
            throw new InvalidRecordException("attempt", "must be at least 1", Integer.toString(attempt));
        }
    }

    /** An answer whose tokens nobody estimated. */
    public Response(
            @Nullable String responseModel,
            @Nullable String text,
            @Nullable String textHash,
            @Nullable Long latencyMillis,
            @Nullable Long timeToFirstTokenMillis,
            @Nullable String finishReason,
            String status,
            @Nullable String error,
            int attempt) {
        this(
                responseModel,
                text,
                textHash,
                latencyMillis,
                timeToFirstTokenMillis,
                finishReason,
                status,
                error,
                attempt,
                null);
    }

    /** An answer of which nothing else is known. */
    public static Response ok() {
        return new Response(null, null, null, null, null, null, OK, null, 1);
    }

    /** This answer as if another model had given it. */
    public Response withModel(@Nullable String model) {
        return new Response(
                model,
                text,
                textHash,
                latencyMillis,
                timeToFirstTokenMillis,
                finishReason,
                status,
                error,
                attempt,
                outputTokenEstimate);
    }

    /** This answer with another estimate of its tokens. */
    public Response withOutputTokenEstimate(@Nullable Long tokens) {
        return new Response(
                responseModel,
                text,
                textHash,
                latencyMillis,
                timeToFirstTokenMillis,
                finishReason,
                status,
                error,
                attempt,
                tokens);
    }
}
