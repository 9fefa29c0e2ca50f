package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PromptText;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One span of OTLP JSON, seen as a model call (OpenTelemetry semantic conventions for generative AI). */
final class OtelSpan {
    private static final Set<String> CALLS =
            Set.of("chat", "text_completion", "generate_content", "embeddings", "completion");

    private final JsonNode span;
    private final JsonFields resource;
    private final JsonFields attributes;

    OtelSpan(JsonNode span, JsonFields resource) {
        this.span = span;
        this.resource = resource;
        this.attributes = OtelAttributes.of(span);
    }

    boolean isCall() {
        String operation = attributes.text("gen_ai.operation.name", "llm.request.type");
        boolean named = model() != null || OtelUsage.of(attributes) != null;
        return named && (operation == null || CALLS.contains(operation));
    }

    JsonNode events() {
        return span.path("events");
    }

    /** The provider's id of the answer, by which evaluations refer to it; else the span's. */
    String id() {
        String response = attributes.text("gen_ai.response.id");
        return response != null
                ? response
                : new JsonFields(span).requiredText("traceId") + "-" + new JsonFields(span).requiredText("spanId");
    }

    @Nullable
    String model() {
        return attributes.text(
                "gen_ai.response.model", "gen_ai.request.model", "llm.response.model", "llm.request.model");
    }

    /** What the call is for, the best there is for a task. */
    String name() {
        String name = attributes.text("gen_ai.prompt.name", "gen_ai.workflow.name", "gen_ai.agent.name");
        return name != null ? name : Objects.requireNonNullElse(new JsonFields(span).text("name"), "unnamed");
    }

    @Nullable
    String traceId() {
        return new JsonFields(span).text("traceId");
    }

    CanonicalCall call() {
        Instant start = OtelTime.required(span, "startTimeUnixNano");
        return new CanonicalCall(
                        "otel",
                        id(),
                        start,
                        attribution(),
                        request(),
                        response(start),
                        OtelUsage.of(attributes),
                        null,
                        null)
                .withRawUsage(OtelUsage.asGiven(attributes));
    }

    private Attribution attribution() {
        return new Attribution(
                attributes.text("tenant.id"),
                ofSpanOr("weighbridge.team", resource.text("service.namespace")),
                ofSpanOr("weighbridge.application", resource.text("service.name")),
                attributes.text("gen_ai.agent.name", "gen_ai.agent.id"),
                attributes.text("weighbridge.task"),
                traceId(),
                null,
                new JsonFields(span).text("parentSpanId"),
                attributes.text("gen_ai.conversation.id", "session.id"));
    }

    /** A run's spans say for each call what other resources say for all. */
    private @Nullable String ofSpanOr(String attribute, @Nullable String other) {
        String own = attributes.text(attribute);
        return own == null ? other : own;
    }

    private Request request() {
        String model = Objects.requireNonNullElse(attributes.text("gen_ai.request.model", "llm.request.model"), "");
        if (model.isEmpty()) {
            model = Objects.requireNonNullElse(model(), "");
        }
        if (model.isEmpty()) {
            throw new InvalidRecordException("gen_ai.request.model", "is required", "absent");
        }
        String prompt = prompt();
        return new Request(
                attributes.text("gen_ai.provider.name", "gen_ai.system"),
                model,
                attributes.text(
                        "openai.response.service_tier",
                        "gen_ai.openai.response.service_tier",
                        "openai.request.service_tier",
                        "gen_ai.openai.request.service_tier"),
                prompt.isBlank() ? null : prompt,
                null,
                null,
                null,
                labels());
    }

    private Response response(Instant start) {
        Instant end = OtelTime.of(span, "endTimeUnixNano");
        if (end != null && end.isBefore(start)) {
            throw new InvalidRecordException("endTimeUnixNano", "must not be before startTimeUnixNano", end.toString());
        }
        String code = span.path("status").path("code").asText("");
        boolean failed = code.equals("2") || code.equals("STATUS_CODE_ERROR");
        JsonNode reasons = attributes.json("gen_ai.response.finish_reasons");
        String answer = text("gen_ai.output.messages", "gen_ai.completion.", "gen_ai.choice");
        return new Response(
                attributes.text("gen_ai.response.model", "llm.response.model"),
                answer.isBlank() ? null : answer,
                null,
                end == null ? null : Long.valueOf(Duration.between(start, end).toMillis()),
                timeToFirstToken(),
                reasons.isArray() ? reasons.path(0).asText(null) : attributes.text("gen_ai.response.finish_reasons"),
                failed ? Response.ERROR : Response.OK,
                failed ? Objects.requireNonNullElse(attributes.text("error.type"), "error") : null,
                1);
    }

    private @Nullable Long timeToFirstToken() {
        BigDecimal seconds = attributes.decimal("gen_ai.response.time_to_first_chunk");
        return seconds == null
                ? null
                : TableNumbers.exact(
                        "gen_ai.response.time_to_first_chunk",
                        seconds.movePointRight(3).setScale(0, RoundingMode.HALF_EVEN));
    }

    private String prompt() {
        String system = PromptText.ofMessages(attributes.json("gen_ai.system_instructions"));
        String messages = text("gen_ai.input.messages", "gen_ai.prompt.", "gen_ai.user.message");
        return system.isEmpty() ? messages : system + "\n" + messages;
    }

    /**
     * Text of messages: an attribute of the span or of one of its events, numbered attributes of older instrumentations
     * ({@code gen_ai.prompt.0.content}), or events of older conventions.
     */
    private String text(String attribute, String numbered, String eventName) {
        JsonNode messages = attributes.json(attribute);
        if (messages.isMissingNode()) {
            for (JsonNode event : events()) {
                messages = messages.isMissingNode() ? OtelAttributes.of(event).json(attribute) : messages;
            }
        }
        if (!messages.isMissingNode()) {
            return PromptText.ofRequest(messages);
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; attributes.object().has(numbered + i + ".content"); i++) {
            parts.add(attributes.object().path(numbered + i + ".content").asText());
        }
        for (JsonNode event : events()) {
            JsonFields content = OtelAttributes.of(event);
            if (event.path("name").asText().equals(eventName)) {
                String text = content.text("content", "gen_ai.event.content");
                parts.add(
                        text == null
                                ? content.inside("message")
                                        .object()
                                        .path("content")
                                        .asText("")
                                : text);
            }
        }
        return String.join("\n", parts);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        put(labels, "name", new JsonFields(span).text("name"));
        put(labels, "operation", attributes.text("gen_ai.operation.name"));
        put(labels, "workflow", attributes.text("gen_ai.workflow.name"));
        put(labels, "prompt_name", attributes.text("gen_ai.prompt.name"));
        put(labels, "environment", resource.text("deployment.environment.name", "deployment.environment"));
        put(labels, "region", attributes.text("cloud.region"));
        put(labels, "user_id", attributes.text("user.id", "enduser.id"));
        return labels;
    }

    private static void put(Map<String, String> labels, String key, @Nullable String value) {
        if (value != null) {
            labels.put(key, value);
        }
    }
}
