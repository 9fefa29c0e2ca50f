package io.weighbridge.runner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** An OpenAI chat completion object, as a provider replied it. */
public final class Completion {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;

    private Completion(JsonNode root) {
        this.root = root;
    }

    /** Null where the text is not a chat completion with at least one choice. */
    public static @Nullable Completion parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            boolean answered = root.path("choices").path(0).path("message").isObject();
            return answered ? new Completion(root) : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public JsonNode json() {
        return root;
    }

    public @Nullable String model() {
        return text(root.path("model"));
    }

    /** Text of the first choice; null where it has none (a tool call, a refusal). */
    public @Nullable String text() {
        return text(root.path("choices").path(0).path("message").path("content"));
    }

    public @Nullable String finishReason() {
        return text(root.path("choices").path(0).path("finish_reason"));
    }

    /**
     * How sure the model was of the first choice: the geometric mean of the probabilities of its tokens, in [0, 1]; empty
     * where the reply has no log-probabilities.
     */
    public OptionalDouble confidence() {
        JsonNode tokens = root.path("choices").path(0).path("logprobs").path("content");
        double sum = 0;
        for (JsonNode token : tokens) {
            JsonNode logprob = token.path("logprob");
            if (!logprob.isNumber() || logprob.doubleValue() > 0) {
                return OptionalDouble.empty();
            }
            sum += logprob.doubleValue();
        }
        return tokens.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(sum / tokens.size()));
    }

    /** The same, as one that took no tokens. */
    public Completion withoutTokens() {
        ObjectNode same = root.deepCopy();
        same.putObject("usage")
                .put("prompt_tokens", 0)
                .put("completion_tokens", 0)
                .put("total_tokens", 0);
        return new Completion(same);
    }

    /** Tokens as the provider counted them; null where it gives none, or none that can be true. */
    public @Nullable Usage usage() {
        JsonNode usage = root.path("usage");
        JsonNode input = usage.path("prompt_tokens");
        JsonNode output = usage.path("completion_tokens");
        if (!input.isIntegralNumber() || !output.isIntegralNumber()) {
            return null;
        }
        try {
            return new Usage(
                    input.longValue(),
                    usage.path("prompt_tokens_details").path("cached_tokens").asLong(0),
                    usage.path("cache_creation_input_tokens").asLong(0),
                    0,
                    output.longValue(),
                    usage.path("completion_tokens_details")
                            .path("reasoning_tokens")
                            .asLong(0));
        } catch (InvalidRecordException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }
}
