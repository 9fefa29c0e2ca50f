package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.util.Optional;

/**
 * OpenTelemetry GenAI telemetry as OTLP JSON: an export request a line or after another, with spans or log records, by the
 * current semantic conventions and the older names. Rows are the spans that are model calls, and evaluation results;
 * spans of agents, workflows and tools hold calls and are none.
 */
final class OtelFormat implements LogFormat {
    private static final String EVALUATION = "gen_ai.evaluation.result";

    @Override
    public String name() {
        return "otel";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        return sample.isJson() && (sample.hasKey("resourceSpans") || sample.hasKey("resourceLogs"))
                ? Optional.of("its rows are OTLP exports of spans or log records")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        return JsonLog.open(input, options, OtelFormat::read);
    }

    private static void read(Rows rows, ObjectNode export) {
        if (!export.has("resourceSpans") && !export.has("resourceLogs")) {
            throw new InvalidRecordException("resourceSpans", "is required", "absent");
        }
        for (JsonNode resourceSpans : export.path("resourceSpans")) {
            JsonFields resource = OtelAttributes.of(resourceSpans.path("resource"));
            for (String scopes : new String[] {"scopeSpans", "instrumentationLibrarySpans"}) {
                for (JsonNode scope : resourceSpans.path(scopes)) {
                    scope.path("spans").forEach(span -> read(rows, new OtelSpan(span, resource)));
                }
            }
        }
        for (JsonNode resourceLogs : export.path("resourceLogs")) {
            for (JsonNode scope : resourceLogs.path("scopeLogs")) {
                scope.path("logRecords").forEach(log -> read(rows, log));
            }
        }
    }

    private static void read(Rows rows, OtelSpan span) {
        if (span.isCall()) {
            rows.call(unused -> span.call());
        }
        for (JsonNode event : span.events()) {
            if (event.path("name").asText().equals(EVALUATION)) {
                OtelEvaluation.read(rows, OtelAttributes.of(event), event, span);
            }
        }
    }

    private static void read(Rows rows, JsonNode log) {
        JsonFields attributes = OtelAttributes.of(log);
        String name = log.path("eventName").asText("");
        if (EVALUATION.equals(name.isEmpty() ? attributes.text("event.name") : name)) {
            OtelEvaluation.read(rows, attributes, log, null);
        }
    }
}
