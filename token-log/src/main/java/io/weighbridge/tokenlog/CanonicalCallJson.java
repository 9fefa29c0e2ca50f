package io.weighbridge.tokenlog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Canonical calls as JSON lines (FORMAT.md, "Canonical call"): flat, snake_case, keys in a fixed order, absent means
 * unknown. Reading what was written gives an equal call; writing what was read gives equal bytes.
 */
public final class CanonicalCallJson {
    /** First key of every line is {@code "format":"weighbridge-call/1"}. */
    public static final String FORMAT = "weighbridge-call";

    /** The version this build reads and writes. */
    public static final int VERSION = 1;

    /** What the key {@code format} holds. */
    public static final String FORMAT_AND_VERSION = FORMAT + "/" + VERSION;

    private CanonicalCallJson() {}

    /** One line without its line feed. */
    public static String toJson(CanonicalCall call) {
        return StrictJson.write(json -> {
            FieldWriter fields = new FieldWriter(json);
            json.writeStartObject();
            fields.text("format", FORMAT_AND_VERSION);
            fields.text("source", call.source());
            fields.text("call_id", call.callId());
            fields.instant("occurred_at", call.occurredAt());
            fields.instant("updated_at", call.updatedAt());
            write(fields, call.attribution());
            write(fields, call.request());
            write(json, fields, call.decision());
            write(fields, call.response());
            UsageJson.write(fields, call.usage());
            fields.text("raw_usage", call.rawUsage());
            fields.usd("billed_cost_usd", call.billedCost());
            json.writeEndObject();
        });
    }

    /**
     * Reads one line.
     *
     * @throws InvalidRecordException if the line is not a canonical call of this version
     */
    public static CanonicalCall fromJson(String line) {
        ObjectFields fields = new ObjectFields(StrictJson.object(line, "call"), "");
        fields.requireFormat(FORMAT, "call", VERSION);
        Instant occurredAt = fields.instant("occurred_at");
        if (occurredAt == null) {
            throw fields.missing("occurred_at");
        }
        CanonicalCall call = new CanonicalCall(
                fields.requiredText("source"),
                fields.requiredText("call_id"),
                occurredAt,
                attribution(fields),
                request(fields),
                response(fields),
                UsageJson.read(fields),
                fields.usd("billed_cost_usd"),
                decision(fields.fields("decision")),
                fields.instant("updated_at"),
                fields.text("raw_usage"));
        fields.refuseOthers();
        return call;
    }

    private static void write(FieldWriter fields, Attribution attribution) throws IOException {
        fields.text("tenant", attribution.tenant());
        fields.text("team", attribution.team());
        fields.text("application", attribution.application());
        fields.text("agent", attribution.agent());
        fields.text("task", attribution.task());
        fields.text("workflow_id", attribution.workflowId());
        fields.whole("step", attribution.step());
        fields.text("parent_call_id", attribution.parentCallId());
        fields.text("session_id", attribution.sessionId());
    }

    private static Attribution attribution(ObjectFields fields) {
        return new Attribution(
                fields.text("tenant"),
                fields.text("team"),
                fields.text("application"),
                fields.text("agent"),
                fields.text("task"),
                fields.text("workflow_id"),
                fields.smallWhole("step"),
                fields.text("parent_call_id"),
                fields.text("session_id"));
    }

    private static void write(FieldWriter fields, Request request) throws IOException {
        fields.text("template_id", request.templateId());
        fields.text("prompt_hash", request.promptHash());
        fields.text("provider", request.provider());
        fields.text("requested_model", request.requestedModel());
        fields.text("service_tier", request.serviceTier());
        fields.text("prompt", request.prompt());
        fields.whole("input_token_estimate", request.inputTokenEstimate());
        fields.textMap("labels", request.labels());
    }

    private static Request request(ObjectFields fields) {
        return new Request(
                fields.text("provider"),
                fields.requiredText("requested_model"),
                fields.text("service_tier"),
                fields.text("prompt"),
                fields.text("prompt_hash"),
                fields.text("template_id"),
                fields.whole("input_token_estimate"),
                fields.textMap("labels"));
    }

    private static void write(JsonGenerator json, FieldWriter fields, @Nullable Decision decision) throws IOException {
        if (decision == null) {
            return;
        }
        json.writeObjectFieldStart("decision");
        fields.text("policy_id", decision.policyId());
        fields.text("chosen_model", decision.chosenModel());
        json.writeNumberField("propensity", decision.propensity());
        fields.text("reason", decision.reason());
        fields.texts("candidates", decision.candidates());
        json.writeEndObject();
    }

    private static @Nullable Decision decision(@Nullable ObjectFields fields) {
        if (fields == null) {
            return null;
        }
        List<String> candidates = fields.texts("candidates");
        Decision decision = new Decision(
                fields.requiredText("policy_id"),
                fields.requiredText("chosen_model"),
                fields.requiredNumber("propensity"),
                fields.requiredText("reason"),
                candidates);
        fields.refuseOthers();
        return decision;
    }

    private static void write(FieldWriter fields, Response response) throws IOException {
        fields.text("response_model", response.responseModel());
        fields.text("response_text", response.text());
        fields.text("response_hash", response.textHash());
        fields.whole("latency_ms", response.latencyMillis());
        fields.whole("time_to_first_token_ms", response.timeToFirstTokenMillis());
        fields.text("finish_reason", response.finishReason());
        fields.text("status", response.status());
        fields.text("error", response.error());
        fields.whole("attempt", response.attempt());
        fields.whole("output_token_estimate", response.outputTokenEstimate());
    }

    private static Response response(ObjectFields fields) {
        Integer attempt = fields.smallWhole("attempt");
        return new Response(
                fields.text("response_model"),
                fields.text("response_text"),
                fields.text("response_hash"),
                fields.whole("latency_ms"),
                fields.whole("time_to_first_token_ms"),
                fields.text("finish_reason"),
                fields.requiredText("status"),
                fields.text("error"),
                attempt == null ? 1 : attempt,
                fields.whole("output_token_estimate"));
    }
}
