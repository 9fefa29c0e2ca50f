package io.weighbridge.tokenlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of one model, in the form every reader produces and every job consumes (FORMAT.md, "Canonical call").
 *
 * @param source the system the record came from, as in "litellm"; with {@code callId} it identifies the call
 * @param callId unique within the source
 * @param occurredAt when the call started, UTC
 * @param usage null where the source gives none; never zeros in its place
 * @param billedCost what the source says was charged; null where it says nothing
 * @param decision null where no policy chose the model
 * @param updatedAt when the source last changed the record, UTC: of two records of one call the later one counts; null
 *     where the source does not say, which is earlier than any time
 * @param rawUsage the usage as the source gave it ({@link RawUsage}); null where it gave none
 */
public record CanonicalCall(
        String source,
        String callId,
        Instant occurredAt,
        Attribution attribution,
        Request request,
        Response response,
        @Nullable Usage usage,
        @Nullable Usd billedCost,
        @Nullable Decision decision,
        @Nullable Instant updatedAt,
        @Nullable String rawUsage) {

    public CanonicalCall {
        if (source.isBlank()) {
            throw new InvalidRecordException("source", "must not be blank", "\"\"");
        }
        if (callId.isBlank()) {
            throw new InvalidRecordException("call_id", "must not be blank", "\"\"");
        }
        if (billedCost != null && billedCost.picodollars() < 0) {
            throw new InvalidRecordException("billed_cost_usd", "must not be negative", billedCost.toString());
        }
    }

    /** A call whose source does not say when it last changed the record. */
    public CanonicalCall(
            String source,
            String callId,
            Instant occurredAt,
            Attribution attribution,
            Request request,
            Response response,
            @Nullable Usage usage,
            @Nullable Usd billedCost,
            @Nullable Decision decision) {
        this(source, callId, occurredAt, attribution, request, response, usage, billedCost, decision, null);
    }

    /** A call of whose usage nothing more is kept. */
    public CanonicalCall(
            String source,
            String callId,
            Instant occurredAt,
            Attribution attribution,
            Request request,
            Response response,
            @Nullable Usage usage,
            @Nullable Usd billedCost,
            @Nullable Decision decision,
            @Nullable Instant updatedAt) {
        this(source, callId, occurredAt, attribution, request, response, usage, billedCost, decision, updatedAt, null);
    }

    /** The same call and usage, asked and answered otherwise. */
    public CanonicalCall with(Request otherRequest, Response otherResponse) {
        return new CanonicalCall(
                source,
                callId,
                occurredAt,
                attribution,
                otherRequest,
                otherResponse,
                usage,
                billedCost,
                decision,
                updatedAt,
                rawUsage);
    }

    /** The same call with the usage as its source gave it. */
    public CanonicalCall withRawUsage(JsonNode asGiven) {
        return new CanonicalCall(
                source,
                callId,
                occurredAt,
                attribution,
                request,
                response,
                usage,
                billedCost,
                decision,
                updatedAt,
                RawUsage.of(asGiven));
    }

    /** The model that answered, or the one asked for where the source does not say. */
    public String model() {
        String answered = response.responseModel();
        return answered != null ? answered : request.requestedModel();
    }
}
