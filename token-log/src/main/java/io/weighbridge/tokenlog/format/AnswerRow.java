package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InstantRange;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PromptText;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.usage.ProviderUsage;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The answer of a provider's API (OpenAI chat or responses, Anthropic, Google) as a call. */
final class AnswerRow {
    private static final String UNKNOWN_MODEL = "unknown";

    private final String source;
    private final String id;
    private final JsonFields answer;
    private final Defaults defaults;

    /** @param answer none where there was no answer */
    AnswerRow(String source, String id, JsonFields answer, Defaults defaults) {
        this.source = source;
        this.id = id;
        this.answer = answer;
        this.defaults = defaults;
    }

    /**
     * What stands in for what an answer does not say.
     *
     * @param time of the answers that carry none: the one given, or another answer's of the file, or the file's own
     * @param model another answer's of the file
     */
    record Defaults(
            @Nullable Instant time,
            @Nullable String model,
            @Nullable String provider) {
        private static final Pattern TIME = Pattern.compile("\"created(?:_at)?\"\\s*:\\s*(\\d{10})\\b");
        private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"\\\\]{1,200})\"");

        static Defaults of(LogSource log, ReadOptions options, @Nullable String provider) throws IOException {
            String beginning = Sample.of(log).text();
            Matcher time = TIME.matcher(beginning);
            Matcher model = MODEL.matcher(beginning);
            Instant another = time.find() ? Instant.ofEpochSecond(Long.parseLong(time.group(1))) : log.modifiedAt();
            return new Defaults(
                    options.time() != null ? options.time() : another, model.find() ? model.group(1) : null, provider);
        }
    }

    /** An answer from a batch, at the batch tier's price. */
    CanonicalCall inBatch(@Nullable String failure, @Nullable Usage usage, Map<String, String> labels) {
        return call(model(defaults.model()), "batch", failure, usage != null ? usage : usage(), labels);
    }

    /** @param model the model where the answer itself names none */
    CanonicalCall direct(@Nullable String model) {
        String tier = answer.inside("usage").text("service_tier");
        return call(model(model), tier != null ? tier : answer.text("service_tier"), null, usage(), Map.of());
    }

    private CanonicalCall call(
            String model,
            @Nullable String tier,
            @Nullable String failure,
            @Nullable Usage usage,
            Map<String, String> labels) {
        String provider = answer.object().has("usageMetadata") ? "google" : defaults.provider();
        String text = text();
        Response response = new Response(
                answer.text("model", "modelVersion"),
                text.isBlank() ? null : text,
                null,
                null,
                null,
                finishReason(),
                failure == null ? Response.OK : Response.ERROR,
                failure,
                1);
        return new CanonicalCall(
                        source,
                        id,
                        time(),
                        Attribution.NONE,
                        new Request(provider, model, tier, null, null, null, null, labels),
                        response,
                        usage,
                        null,
                        null)
                .withRawUsage(ProviderUsage.block(answer.object()));
    }

    private String model(@Nullable String otherwise) {
        String model = answer.text("model", "modelVersion");
        return model != null ? model : otherwise != null ? otherwise : UNKNOWN_MODEL;
    }

    private @Nullable Usage usage() {
        return answer.object().isObject() ? ProviderUsage.of(answer.object()) : null;
    }

    private Instant time() {
        String given = answer.text("created", "created_at", "createTime");
        if (given == null) {
            if (defaults.time() == null) {
                throw new InvalidRecordException("created", "is required; or give the time with --at", "absent");
            }
            return defaults.time();
        }
        if (given.length() < 12 && given.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return InstantRange.check("created", Instant.ofEpochSecond(Long.parseLong(given)));
        }
        return Timestamps.parse("created", given, ZoneOffset.UTC);
    }

    private String text() {
        JsonNode choice =
                answer.object().path("choices").path(0).path("message").path("content");
        if (choice.isTextual()) {
            return choice.textValue();
        }
        JsonNode google =
                answer.object().path("candidates").path(0).path("content").path("parts");
        JsonNode anthropic = answer.object().path("content");
        return google.isArray() || anthropic.isArray()
                ? PromptText.ofParts(google.isArray() ? google : anthropic)
                : PromptText.ofMessages(answer.object().path("output"));
    }

    private @Nullable String finishReason() {
        String reason = new JsonFields(answer.object().path("choices").path(0)).text("finish_reason");
        String google = new JsonFields(answer.object().path("candidates").path(0)).text("finishReason");
        return reason != null ? reason : google != null ? google : answer.text("stop_reason", "status");
    }
}
