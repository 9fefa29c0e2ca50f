package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.PromptText;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.usage.ProviderUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request of Helicone: a call, and the outcomes that its scores and its user's feedback are. */
final class HeliconeRow {
    private static final int FIRST_ERROR = 400;
    /** Helicone's own codes for cancelled and timed-out requests are negative. */
    private static final int NO_ANSWER = 0;

    private final JsonFields fields;
    private final ZoneId zone;
    private final JsonFields request;
    private final JsonFields answer;
    private final JsonFields properties;

    HeliconeRow(JsonFields fields, ZoneId zone) {
        this.fields = fields;
        this.zone = zone;
        this.request = fields.inside("request_body");
        this.answer = fields.inside("response_body");
        this.properties = fields.inside("request_properties", "properties");
    }

    void read(Rows rows) {
        String id = fields.requiredText("request_id");
        rows.call(unused -> call(id));
        String model = model();
        if (model == null) {
            return;
        }
        fields.json("scores").properties().forEach(score -> {
            JsonNode value = score.getValue().isObject() ? score.getValue().path("value") : score.getValue();
            outcome(
                    rows,
                    id,
                    model,
                    score.getKey(),
                    value.isBoolean() ? (value.booleanValue() ? "1" : "0") : value.asText());
        });
        String rating = fields.text("feedback_rating");
        if (rating != null) {
            boolean good = rating.equalsIgnoreCase("true") || rating.equals("1");
            boolean bad = rating.equalsIgnoreCase("false") || rating.equals("0");
            outcome(rows, id, model, "feedback", good ? "1" : bad ? "0" : rating);
        }
    }

    private void outcome(Rows rows, String id, String model, String name, String value) {
        rows.outcome(
                "helicone-" + id + "-" + name,
                () -> new Outcome(
                        id,
                        task(),
                        model,
                        Decimals.parse("scores." + name, value).doubleValue(),
                        "helicone/" + name,
                        properties.text("Helicone-Session-Id", "session"),
                        fields.time(zone, "request_created_at"),
                        null,
                        null,
                        null,
                        null));
    }

    private String task() {
        return Objects.requireNonNullElse(
                properties.text("Helicone-Prompt-Id", "Helicone-Session-Name", "task", "Feature"), "unnamed");
    }

    private @Nullable String model() {
        return fields.text("model_override", "response_model", "request_model", "model");
    }

    private CanonicalCall call(String id) {
        Instant start = fields.requiredTime(zone, "request_created_at");
        return new CanonicalCall(
                        "helicone",
                        id,
                        start,
                        new Attribution(
                                fields.text("organization_id"),
                                properties.text("team", "Team"),
                                properties.text("app", "App", "application"),
                                properties.text("agent", "Agent"),
                                null,
                                properties.text("Helicone-Session-Id"),
                                null,
                                null,
                                properties.text("Helicone-Session-Id")),
                        request(),
                        response(start),
                        usage(),
                        billed(),
                        null)
                .withRawUsage(ProviderUsage.block(fields.json("response_body")));
    }

    private Request request() {
        String model = fields.text("request_model", "model_override", "response_model", "model");
        if (model == null) {
            throw new InvalidRecordException("request_model", "is required", "absent");
        }
        String prompt = PromptText.ofRequest(fields.json("request_body"));
        return new Request(
                fields.text("provider"),
                model,
                first(answer.text("service_tier"), request.text("service_tier")),
                prompt.isBlank() ? null : prompt,
                null,
                null,
                null,
                labels());
    }

    private Response response(Instant start) {
        Long status = fields.whole("response_status");
        boolean failed = status != null && (status >= FIRST_ERROR || status < NO_ANSWER);
        JsonNode choice = answer.object().path("choices").path(0);
        String text = choice.path("message").path("content").asText(answerOfAnthropic());
        return new Response(
                fields.text("response_model", "model_override"),
                text == null || text.isBlank() ? null : text,
                null,
                latency(start),
                fields.whole("time_to_first_token"),
                first(new JsonFields(choice).text("finish_reason"), answer.text("stop_reason")),
                failed ? Response.ERROR : Response.OK,
                failed ? "HTTP " + status : null,
                1);
    }

    private @Nullable String answerOfAnthropic() {
        JsonNode content = answer.object().path("content");
        return content.isArray() ? content.path(0).path("text").asText(null) : null;
    }

    private @Nullable Long latency(Instant start) {
        BigDecimal delay = fields.decimal("delay_ms");
        if (delay != null) {
            return TableNumbers.exact("delay_ms", delay.setScale(0, RoundingMode.HALF_EVEN));
        }
        Instant end = fields.time(zone, "response_created_at");
        return end == null || end.isBefore(start)
                ? null
                : Long.valueOf(java.time.Duration.between(start, end).toMillis());
    }

    /** The provider's own usage block where the answer is kept; else Helicone's columns. */
    private @Nullable Usage usage() {
        Usage exact = answer.object().isObject() ? ProviderUsage.of(answer.object()) : null;
        if (exact != null) {
            return exact;
        }
        Long input = fields.whole("prompt_tokens");
        Long output = fields.whole("completion_tokens");
        if (input == null || output == null || (input == 0 && output == 0)) {
            return null;
        }
        long read = orZero(fields.whole("prompt_cache_read_tokens"));
        long written = orZero(fields.whole("prompt_cache_write_tokens"));
        boolean apart = "ANTHROPIC".equalsIgnoreCase(fields.text("provider")) || read + written > input;
        return new Usage(apart ? input + read + written : input, read, written, 0, output, 0);
    }

    /** Helicone writes 0 where it knows no price; what that means is for the price book to say. */
    private @Nullable Usd billed() {
        BigDecimal cost = fields.decimal("cost_usd", "costUSD", "cost");
        return cost == null ? null : Decimals.usd("cost", cost);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        properties.object().properties().forEach(property -> {
            if (property.getValue().isValueNode() && !property.getValue().isNull()) {
                labels.put(property.getKey(), property.getValue().asText());
            }
        });
        String user = fields.text("request_user_id", "user_id");
        if (user != null) {
            labels.put("user_id", user);
        }
        String path = fields.text("request_path");
        if (path != null) {
            labels.put("path", path);
        }
        return labels;
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }
}
