package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PromptText;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One row of LiteLLM's spend logs (LiteLLM_SpendLogs in its schema.prisma). Columns of type JSON come as JSON or as a
 * string that holds JSON; both are read.
 */
final class LiteLlmRow {
    private static final int MOST_FALLBACKS = 1000;

    private final ObjectNode row;
    private final ZoneId zone;
    private final JsonNode metadata;
    private final JsonNode response;

    LiteLlmRow(ObjectNode row, ZoneId zone) {
        this.row = row;
        this.zone = zone;
        this.metadata = json("metadata");
        this.response = json("response");
    }

    /** @param identify makes an id of the row's text where LiteLLM gives none */
    CanonicalCall call(UnaryOperator<String> identify) {
        String id = text("request_id");
        Instant start = time("startTime");
        if (start == null) {
            throw new InvalidRecordException("startTime", "is required", "absent");
        }
        boolean failed = failed();
        return new CanonicalCall(
                        "litellm",
                        id == null ? identify.apply(row.toString()) : id,
                        start,
                        attribution(),
                        request(),
                        response(start, failed),
                        LiteLlmUsage.of(row, metadata, failed),
                        spend(),
                        null)
                .withRawUsage(metadata.path("usage_object"));
    }

    private Attribution attribution() {
        return new Attribution(
                text("organization_id"),
                first(text(metadata, "user_api_key_team_alias"), text("team_id")),
                text(metadata, "user_api_key_alias"),
                text("agent_id"),
                null,
                null,
                null,
                null,
                text("session_id"));
    }

    private Request request() {
        String model = first(text(metadata, "original_model_group"), first(text("model_group"), text("model")));
        if (model == null) {
            throw new InvalidRecordException("model", "is required", "absent");
        }
        return new Request(
                text("custom_llm_provider"),
                model,
                text(metadata.path("usage_object"), "service_tier"),
                prompt(),
                null,
                null,
                null,
                labels());
    }

    private Response response(Instant start, boolean failed) {
        JsonNode choice = response.path("choices").path(0);
        Instant end = time("endTime");
        return new Response(
                text("model"),
                text(choice.path("message"), "content"),
                null,
                latency(start, end),
                timeToFirstToken(start, end),
                text(choice, "finish_reason"),
                failed ? Response.ERROR : Response.OK,
                failed ? text(metadata.path("error_information"), "error_class") : null,
                attempt());
    }

    /** A row that was reached through fallbacks says how many were tried; each has a row of its own. */
    private int attempt() {
        Long fallbacks = TableNumbers.whole("attempted_fallbacks", text(metadata, "attempted_fallbacks"));
        if (fallbacks == null) {
            return 1;
        }
        if (fallbacks < 0 || fallbacks > MOST_FALLBACKS) {
            throw new InvalidRecordException(
                    "attempted_fallbacks", "must be from 0 to " + MOST_FALLBACKS, fallbacks.toString());
        }
        return 1 + fallbacks.intValue();
    }

    private @Nullable Usd spend() {
        JsonNode spend = row.path("spend");
        if (spend.isMissingNode() || spend.isNull()) {
            return null;
        }
        return Decimals.usd("spend", Decimals.parse("spend", spend.asText()));
    }

    private boolean failed() {
        String status = first(text("status"), text(metadata, "status"));
        if (status == null || status.equals("success")) {
            return false;
        }
        if (!status.equals("failure")) {
            throw new InvalidRecordException("status", "must be \"success\" or \"failure\"", status);
        }
        return true;
    }

    private @Nullable String prompt() {
        JsonNode messages = json("messages");
        if (messages.isEmpty()) {
            messages = json("proxy_server_request").path("messages");
        }
        String text = PromptText.ofMessages(messages);
        return text.isEmpty() ? null : text;
    }

    private @Nullable Long latency(Instant start, @Nullable Instant end) {
        Long given = TableNumbers.whole("request_duration_ms", text("request_duration_ms"));
        return given != null || end == null ? given : Long.valueOf(millisBetween(start, end));
    }

    /** LiteLLM writes the end as the completion's start where a call was not streamed; that is no first token. */
    private @Nullable Long timeToFirstToken(Instant start, @Nullable Instant end) {
        Instant first = time("completionStartTime");
        return first == null || first.equals(end) ? null : Long.valueOf(millisBetween(start, first));
    }

    private static long millisBetween(Instant start, Instant end) {
        long millis = Duration.between(start, end).toMillis();
        if (millis < 0) {
            throw new InvalidRecordException("endTime", "must not be before startTime", end.toString());
        }
        return millis;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                metadata.path("spend_logs_metadata").properties()) {
            put(labels, entry.getKey(), text(metadata.path("spend_logs_metadata"), entry.getKey()));
        }
        for (String column : new String[] {"call_type", "end_user", "user", "cache_hit"}) {
            put(labels, column, text(column));
        }
        StringBuilder tags = new StringBuilder();
        for (JsonNode tag : json("request_tags")) {
            tags.append(tags.isEmpty() ? "" : ",").append(tag.asText());
        }
        put(labels, "request_tags", tags.isEmpty() ? null : tags.toString());
        return labels;
    }

    private static void put(Map<String, String> labels, String key, @Nullable String value) {
        if (value != null) {
            labels.put(key, value);
        }
    }

    private @Nullable Instant time(String column) {
        String text = text(column);
        return text == null ? null : Timestamps.parse(column, text, zone);
    }

    private JsonNode json(String column) {
        JsonNode value = row.path(column);
        if (!value.isTextual()) {
            return value;
        }
        return value.textValue().isBlank() ? MissingNode.getInstance() : StrictJson.node(value.textValue(), column);
    }

    private @Nullable String text(String column) {
        return text(row, column);
    }

    private static @Nullable String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }
}
