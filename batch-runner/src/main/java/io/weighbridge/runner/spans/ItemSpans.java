package io.weighbridge.runner.spans;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one item: the item, and in it how it was routed, every call, what verification found, and escalations
 * (OpenTelemetry's semantic conventions for generative AI; FORMAT.md, "Spans").
 */
final class ItemSpans {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tracer tracer;
    private final Predicate<String> isVerified;

    /** @param isVerified whether answers to a task are checked */
    ItemSpans(Tracer tracer, Predicate<String> isVerified) {
        this.tracer = tracer;
        this.isVerified = isVerified;
    }

    /** @param calls all attempts at the item, in order, at least one */
    void write(List<CanonicalCall> calls) {
        CanonicalCall first = calls.getFirst();
        Instant end = calls.stream().map(ItemSpans::end).max(Instant::compareTo).orElseThrow();
        Span item = attributed(span("invoke_workflow weighbridge", first.occurredAt(), Context.root()), first)
                .setAttribute("gen_ai.operation.name", "invoke_workflow")
                .setAttribute("gen_ai.workflow.name", "weighbridge")
                .startSpan();
        Context inItem = Context.root().with(item);
        route(calls, inItem);
        Map<String, Context> verifications = new HashMap<>();
        CanonicalCall before = null;
        for (CanonicalCall call : calls) {
            String judged = call.attribution().parentCallId();
            if (judged != null) {
                call(call, verifications.getOrDefault(judged, inItem));
                continue;
            }
            if (before != null && !model(before).equals(model(call))) {
                span("escalate", call.occurredAt(), inItem)
                        .setAttribute("weighbridge.from", model(before))
                        .setAttribute("weighbridge.to", model(call))
                        .startSpan()
                        .end(call.occurredAt());
            }
            before = call.request().labels().containsKey("served_by") ? null : call;
            call(call, inItem);
            if (isVerified.test(task(call)) && hasAnswer(call)) {
                verifications.put(call.callId(), verify(call, calls, inItem));
            }
        }
        item.end(end);
    }

    private void route(List<CanonicalCall> calls, Context inItem) {
        Instant begun = calls.getFirst().occurredAt();
        calls.stream()
                .map(CanonicalCall::decision)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(decision -> span("route", begun, inItem)
                        .setAttribute("weighbridge.policy.id", decision.policyId())
                        .setAttribute("weighbridge.model", decision.chosenModel())
                        .setAttribute("weighbridge.propensity", decision.propensity())
                        .setAttribute("weighbridge.reason", decision.reason())
                        .setAttribute(AttributeKey.stringArrayKey("weighbridge.candidates"), decision.candidates())
                        .startSpan()
                        .end(begun));
    }

    private void call(CanonicalCall call, Context parent) {
        String reused = call.request().labels().get("served_by");
        String model = model(call);
        SpanBuilder builder = span(reused == null ? "chat " + model : "reuse", call.occurredAt(), parent);
        attributed(builder, call);
        if (reused == null) {
            builder.setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "chat")
                    .setAttribute("gen_ai.provider.name", call.request().provider())
                    .setAttribute("gen_ai.request.model", model)
                    .setAttribute("gen_ai.response.model", call.response().responseModel())
                    .setAttribute("openai.response.service_tier", call.request().serviceTier());
            usage(builder, call.usage());
        } else {
            builder.setAttribute("weighbridge.served_by", reused);
        }
        answered(builder, call);
        Span span = builder.startSpan();
        if (isVerified.test(task(call)) && hasAnswer(call) && call.attribution().parentCallId() == null) {
            span.addEvent("gen_ai.evaluation.result", evaluation(call), end(call));
        }
        if (!isOk(call)) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(end(call));
    }

    private static void answered(SpanBuilder builder, CanonicalCall call) {
        Response response = call.response();
        String finishReason = response.finishReason();
        if (finishReason != null) {
            builder.setAttribute(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of(finishReason));
        }
        if (!isOk(call)) {
            builder.setAttribute("error.type", Objects.requireNonNullElse(response.error(), "_OTHER"));
        }
        if (call.request().prompt() != null) {
            builder.setAttribute(
                    "gen_ai.input.messages", message("user", call.request().prompt(), null));
        }
        if (response.text() != null) {
            builder.setAttribute("gen_ai.output.messages", message("assistant", response.text(), finishReason));
        }
    }

    private static void usage(SpanBuilder builder, @Nullable Usage usage) {
        if (usage != null) {
            builder.setAttribute("gen_ai.usage.input_tokens", usage.inputTokens())
                    .setAttribute("gen_ai.usage.output_tokens", usage.outputTokens())
                    .setAttribute("gen_ai.usage.cache_read.input_tokens", usage.cacheReadTokens())
                    .setAttribute("gen_ai.usage.cache_creation.input_tokens", usage.cacheWrite5mTokens())
                    .setAttribute("gen_ai.usage.reasoning.output_tokens", usage.reasoningTokens());
        }
    }

    /** Lasts as long as the judge was asked; how long checks took is not journaled. */
    private Context verify(CanonicalCall call, List<CanonicalCall> calls, Context inItem) {
        SpanBuilder builder = span("verify", end(call), inItem)
                .setAttribute("weighbridge.passed", isOk(call))
                .setAttribute("weighbridge.problem", call.response().error());
        Span span = builder.startSpan();
        span.end(calls.stream()
                .filter(other -> call.callId().equals(other.attribution().parentCallId()))
                .map(ItemSpans::end)
                .max(Instant::compareTo)
                .orElse(end(call)));
        return inItem.with(span);
    }

    private static Attributes evaluation(CanonicalCall call) {
        return Attributes.builder()
                .put("weighbridge.call_id", call.callId())
                .put("gen_ai.evaluation.name", "weighbridge")
                .put("gen_ai.evaluation.score.value", isOk(call) ? 1.0 : 0.0)
                .put("gen_ai.evaluation.score.label", isOk(call) ? "pass" : "fail")
                .build();
    }

    private SpanBuilder span(String name, Instant start, Context parent) {
        return tracer.spanBuilder(name).setParent(parent).setStartTimestamp(start);
    }

    private static String message(String role, String text, @Nullable String finishReason) {
        ArrayNode messages = JSON.createArrayNode();
        ObjectNode message = messages.addObject().put("role", role);
        message.putArray("parts").addObject().put("type", "text").put("content", text);
        if (finishReason != null) {
            message.put("finish_reason", finishReason);
        }
        return messages.toString();
    }

    private static SpanBuilder attributed(SpanBuilder builder, CanonicalCall call) {
        Attribution by = call.attribution();
        return builder.setAttribute("weighbridge.call_id", call.callId())
                .setAttribute("weighbridge.task", by.task())
                .setAttribute("gen_ai.prompt.name", by.task())
                .setAttribute("weighbridge.team", by.team())
                .setAttribute("weighbridge.application", by.application())
                .setAttribute("tenant.id", by.tenant())
                .setAttribute("gen_ai.agent.name", by.agent())
                .setAttribute("gen_ai.conversation.id", by.sessionId());
    }

    private static Instant end(CanonicalCall call) {
        Long latency = call.response().latencyMillis();
        return latency == null ? call.occurredAt() : call.occurredAt().plusMillis(latency);
    }

    private static boolean hasAnswer(CanonicalCall call) {
        return call.usage() != null || call.response().finishReason() != null;
    }

    private static boolean isOk(CanonicalCall call) {
        return call.response().status().equals(Response.OK);
    }

    private static String model(CanonicalCall call) {
        return call.request().requestedModel();
    }

    private static String task(CanonicalCall call) {
        return Objects.requireNonNullElse(call.attribution().task(), "");
    }
}
