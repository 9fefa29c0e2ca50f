package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Sha256;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@code gen_ai.evaluation.result} event as an outcome; its label source is "otel/NAME". */
final class OtelEvaluation {
    private OtelEvaluation() {}

    /** @param span the call in which the event stands; null for a log record, which must say itself what it is about */
    static void read(Rows rows, JsonFields attributes, JsonNode event, @Nullable OtelSpan span) {
        rows.outcome("otel-evaluation-" + Sha256.hex(event.toString()), () -> {
            String name = attributes.requiredText("gen_ai.evaluation.name");
            BigDecimal value = attributes.decimal("gen_ai.evaluation.score.value");
            if (value == null) {
                throw new InvalidRecordException(
                        "gen_ai.evaluation.score.value", "must be a number; labels have no order", "absent");
            }
            Instant time = OtelTime.of(event, "timeUnixNano");
            return new Outcome(
                    unit(attributes, span),
                    task(attributes, span),
                    model(attributes, span),
                    value.doubleValue(),
                    "otel/" + name,
                    span == null ? new JsonFields(event).text("traceId") : span.traceId(),
                    time,
                    null,
                    null,
                    null,
                    null);
        });
    }

    private static String unit(JsonFields attributes, @Nullable OtelSpan span) {
        String response = attributes.text("gen_ai.response.id");
        if (response != null) {
            return response;
        }
        if (span == null) {
            throw new InvalidRecordException("gen_ai.response.id", "is required outside of a span", "absent");
        }
        return span.id();
    }

    private static String task(JsonFields attributes, @Nullable OtelSpan span) {
        String task = attributes.text("gen_ai.prompt.name", "gen_ai.workflow.name", "gen_ai.agent.name");
        return task != null ? task : span == null ? "unnamed" : span.name();
    }

    private static String model(JsonFields attributes, @Nullable OtelSpan span) {
        String model = attributes.text("gen_ai.response.model", "gen_ai.request.model");
        String of = model != null || span == null ? model : span.model();
        if (of == null) {
            throw new InvalidRecordException("gen_ai.response.model", "is required outside of a call's span", "absent");
        }
        return of;
    }
}
