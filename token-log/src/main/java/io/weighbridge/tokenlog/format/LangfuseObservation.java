package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PromptText;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One observation of Langfuse, in the spelling of its API ({@code startTime}) or of its blob export ({@code start_time}).
 * Instrumentation often leaves OpenTelemetry's {@code gen_ai.*} attributes in its metadata; they fill what is missing.
 */
final class LangfuseObservation {
    private static final Set<String> CALLS = Set.of("GENERATION", "EMBEDDING");
    private static final Set<String> OTHERS =
            Set.of("SPAN", "EVENT", "AGENT", "TOOL", "CHAIN", "RETRIEVER", "EVALUATOR", "GUARDRAIL");

    private final JsonFields fields;
    private final JsonFields trace;
    private final ZoneId zone;
    private final JsonFields attributes;

    /** @param trace the fields of the trace, where a session, a user and a name stand; none in flat exports */
    LangfuseObservation(JsonNode observation, JsonFields trace, ZoneId zone) {
        this.fields = new JsonFields(observation);
        this.trace = trace;
        this.zone = zone;
        this.attributes = fields.inside("metadata").inside("attributes");
    }

    static boolean isCallType(String type) {
        return CALLS.contains(type.toUpperCase(Locale.ROOT));
    }

    /** @throws InvalidRecordException if it is no observation at all, which might be a call that was broken */
    boolean isCall() {
        String type = fields.requiredText("type").toUpperCase(Locale.ROOT);
        if (!CALLS.contains(type) && !OTHERS.contains(type)) {
            throw new InvalidRecordException("type", "must be a type of observation", type);
        }
        return CALLS.contains(type);
    }

    boolean hasUsage() {
        return !fields.json("usageDetails", "usage_details").isEmpty();
    }

    String id() {
        return fields.requiredText("id");
    }

    /** What the call is for, the best there is for a task. */
    String name() {
        String name = fields.text("promptName", "prompt_name", "name");
        return name == null ? "unnamed" : name;
    }

    @Nullable
    String model() {
        String model = fields.text("model", "provided_model_name", "providedModelName");
        String named = model != null ? model : attributes.text("gen_ai.response.model", "gen_ai.request.model");
        return named == null
                ? null
                : named.substring(named.lastIndexOf("/models/") + 1).replaceFirst("^models/", "");
    }

    CanonicalCall call(UnaryOperator<String> identify) {
        Instant start = fields.requiredTime(zone, "startTime", "start_time");
        String id = fields.text("id");
        return new CanonicalCall(
                        "langfuse",
                        id == null ? identify.apply(fields.object().toString()) : id,
                        start,
                        attribution(),
                        request(),
                        response(start),
                        usage(),
                        billed(),
                        null,
                        fields.time(zone, "updatedAt", "updated_at"))
                .withRawUsage(fields.json("usageDetails", "usage_details"));
    }

    private Attribution attribution() {
        return new Attribution(
                fields.text("projectId", "project_id"),
                null,
                first(trace.text("name"), fields.text("trace_name")),
                attributes.text("gen_ai.agent.name"),
                null,
                fields.text("traceId", "trace_id"),
                null,
                fields.text("parentObservationId", "parent_observation_id"),
                first(
                        first(trace.text("sessionId"), fields.text("sessionId", "session_id")),
                        attributes.text("gen_ai.conversation.id")));
    }

    private Request request() {
        String model = model();
        if (model == null) {
            throw new InvalidRecordException("model", "is required", "absent");
        }
        String prompt = PromptText.ofRequest(fields.json("input"));
        JsonFields parameters = fields.inside("modelParameters", "model_parameters");
        return new Request(
                attributes.text("gen_ai.provider.name", "gen_ai.system"),
                Objects.requireNonNullElse(attributes.text("gen_ai.request.model"), model),
                first(parameters.text("service_tier"), tier()),
                prompt.isBlank() ? null : prompt,
                null,
                null,
                null,
                labels());
    }

    /** Langfuse names the tier it priced by; its default is no tier. */
    private @Nullable String tier() {
        String tier = fields.text("usagePricingTierName", "usage_pricing_tier_name");
        return tier == null || !Set.of("batch", "flex", "priority").contains(tier) ? null : tier;
    }

    private Response response(Instant start) {
        String level = fields.text("level");
        boolean failed = "ERROR".equals(level);
        String text = answer(fields.json("output"));
        return new Response(
                model(),
                text.isBlank() ? null : text,
                null,
                latency(start),
                timeToFirstToken(start),
                finishReason(),
                failed ? Response.ERROR : Response.OK,
                failed ? "langfuse level ERROR" : null,
                1);
    }

    private static String answer(JsonNode output) {
        if (output.isTextual()) {
            return output.textValue();
        }
        if (output.path("choices").isArray()) {
            return output.path("choices")
                    .path(0)
                    .path("message")
                    .path("content")
                    .asText("");
        }
        return output.path("content").isTextual() ? output.path("content").textValue() : PromptText.ofRequest(output);
    }

    private @Nullable String finishReason() {
        JsonNode reasons = attributes.json("gen_ai.response.finish_reasons");
        return reasons.isArray() ? reasons.path(0).asText(null) : attributes.text("gen_ai.response.finish_reasons");
    }

    private @Nullable Long latency(Instant start) {
        Instant end = fields.time(zone, "endTime", "end_time");
        return end == null ? null : Long.valueOf(millisBetween("endTime", start, end));
    }

    private @Nullable Long timeToFirstToken(Instant start) {
        Instant first = fields.time(zone, "completionStartTime", "completion_start_time");
        return first == null ? null : Long.valueOf(millisBetween("completionStartTime", start, first));
    }

    private static long millisBetween(String field, Instant start, Instant end) {
        long millis = Duration.between(start, end).toMillis();
        if (millis < 0) {
            throw new InvalidRecordException(field, "must not be before startTime", end.toString());
        }
        return millis;
    }

    private @Nullable Usage usage() {
        Usage usage = LangfuseUsage.of(fields.json("usageDetails", "usage_details"), model());
        return usage != null ? usage : OtelUsage.of(attributes);
    }

    /** What Langfuse shows as the total: given by the client, or computed from its own price list; 0 of nothing is none. */
    private @Nullable Usd billed() {
        BigDecimal total = first(
                fields.inside("providedCostDetails", "provided_cost_details").decimal("total"),
                first(
                        fields.decimal("totalCost", "total_cost"),
                        fields.inside("costDetails", "cost_details").decimal("total")));
        return total == null || (total.signum() == 0 && !hasUsage()) ? null : Decimals.usd("totalCost", total);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        put(labels, "name", fields.text("name"));
        put(labels, "prompt_name", fields.text("promptName", "prompt_name"));
        put(labels, "environment", fields.text("environment"));
        put(labels, "trace_name", first(trace.text("name"), fields.text("trace_name")));
        put(labels, "user_id", first(trace.text("userId"), fields.text("userId", "user_id")));
        JsonNode tags = trace.json("tags");
        if (tags.isArray() && !tags.isEmpty()) {
            StringBuilder joined = new StringBuilder();
            tags.forEach(tag -> joined.append(joined.isEmpty() ? "" : ",").append(tag.asText()));
            put(labels, "tags", joined.toString());
        }
        return labels;
    }

    private static void put(Map<String, String> labels, String key, @Nullable String value) {
        if (value != null) {
            labels.put(key, value);
        }
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }
}
