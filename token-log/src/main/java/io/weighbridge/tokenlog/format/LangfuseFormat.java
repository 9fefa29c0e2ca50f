package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Langfuse exports: whole traces ({@code {"trace", "observations"}}), or observations or scores a row each, as JSON, JSON
 * lines or CSV. Rows are the observations that are calls, and scores; spans, tools and agents hold calls and are none,
 * except those of a trace that carry usage of their own and hold no call. Times without a zone are UTC.
 */
final class LangfuseFormat implements LogFormat {
    @Override
    public String name() {
        return "langfuse";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        if (!sample.isJson()) {
            return hasHeader(sample.firstLine())
                    ? Optional.of("its columns have trace_id, provided_model_name and usage_details")
                    : Optional.empty();
        }
        if (sample.hasKey("trace") && (sample.hasKey("observations") || sample.hasKey("projectId"))) {
            return Optional.of("its rows are traces with observations");
        }
        if (sample.hasKey("usageDetails") && sample.hasKey("traceId")
                || sample.hasKey("usage_details") && sample.hasKey("trace_id")) {
            return Optional.of("its rows are observations with usage details");
        }
        return sample.hasKey("traceId") && sample.hasKey("dataType") && sample.hasKey("value")
                ? Optional.of("its rows are scores of traces")
                : Optional.empty();
    }

    private static boolean hasHeader(String line) {
        return line.contains("trace_id") && line.contains("provided_model_name") && line.contains("usage_details");
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        ZoneId zone = options.zone() == null ? ZoneOffset.UTC : options.zone();
        if (!Sample.of(input.log()).isJson()) {
            return new JsonTableReadings(input.log(), options, (rows, object) -> read(rows, object, zone));
        }
        return JsonLog.open(input, options, (rows, object) -> read(rows, object, zone));
    }

    private static void read(Rows rows, ObjectNode object, ZoneId zone) {
        if (object.path("observations").isArray()) {
            trace(rows, object, zone);
        } else if (object.has("dataType") && object.has("value")) {
            LangfuseScore.read(rows, new JsonFields(object), null, zone);
        } else {
            LangfuseObservation observation = new LangfuseObservation(object, JsonFields.NONE, zone);
            if (observation.isCall()) {
                rows.call(observation::call);
            }
        }
    }

    private static void trace(Rows rows, ObjectNode object, ZoneId zone) {
        JsonFields trace = new JsonFields(object.path("trace").isObject() ? object.path("trace") : object);
        JsonNode observations = object.path("observations");
        Set<String> holders = parentsOfCalls(observations);
        Map<String, LangfuseObservation> calls = new HashMap<>();
        for (JsonNode each : observations) {
            LangfuseObservation observation = new LangfuseObservation(each, trace, zone);
            boolean holdsCalls = holders.contains(each.path("id").asText());
            try {
                if (observation.isCall() || (observation.hasUsage() && !holdsCalls)) {
                    calls.put(each.path("id").asText(), observation);
                    rows.call(observation::call);
                }
            } catch (InvalidRecordException e) {
                rows.reject(e);
            }
        }
        TreeSet<String> models = new TreeSet<>();
        calls.values().forEach(call -> {
            String model = call.model();
            if (model != null) {
                models.add(model);
            }
        });
        for (JsonNode score : trace.object().path("scores")) {
            String observation = new JsonFields(score).text("observationId", "observation_id");
            LangfuseScore.read(rows, new JsonFields(score), subject(trace, calls, models, observation), zone);
        }
    }

    /** What a score is about: the call it names, else the whole trace, answered by all its models together. */
    private static LangfuseScore.@Nullable Subject subject(
            JsonFields trace,
            Map<String, LangfuseObservation> calls,
            Set<String> models,
            @Nullable String observation) {
        LangfuseObservation call = observation == null ? null : calls.get(observation);
        String model = call == null ? null : call.model();
        if (call != null && model != null) {
            return new LangfuseScore.Subject(call.id(), call.name(), model);
        }
        if (calls.size() == 1 && models.size() == 1) {
            LangfuseObservation only = calls.values().iterator().next();
            return new LangfuseScore.Subject(
                    only.id(), only.name(), models.iterator().next());
        }
        String id = trace.text("id");
        String name = trace.text("name");
        return id == null || models.isEmpty()
                ? null
                : new LangfuseScore.Subject(id, name == null ? "trace" : name, String.join(" + ", models));
    }

    /** Observations with a call somewhere below them. */
    private static Set<String> parentsOfCalls(JsonNode observations) {
        Map<String, String> parents = new HashMap<>();
        for (JsonNode each : observations) {
            String parent = new JsonFields(each).text("parentObservationId", "parent_observation_id");
            if (parent != null) {
                parents.put(each.path("id").asText(), parent);
            }
        }
        Set<String> holders = new HashSet<>();
        for (JsonNode each : observations) {
            if (LangfuseObservation.isCallType(each.path("type").asText())) {
                String above = parents.get(each.path("id").asText());
                while (above != null && holders.add(above)) {
                    above = parents.get(above);
                }
            }
        }
        return holders;
    }
}
