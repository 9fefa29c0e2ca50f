package io.weighbridge.runner.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** An answer as OpenAI's API gives it: a chat completion, a response, or embeddings. */
public final class Completion {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;
    private final Operation operation;

    private Completion(JsonNode root, Operation operation) {
        this.root = root;
        this.operation = operation;
    }

    /** Null where the text is no answer: a chat completion with a choice, a response with an output, or a list with an embedding. */
    public static @Nullable Completion parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.path("choices").path(0).path("message").isObject()) {
                return new Completion(root, Operation.CHAT);
            }
            if (root.path("object").asText().equals("response")
                    && !root.path("output").isEmpty()) {
                return new Completion(root, Operation.RESPONSES);
            }
            boolean isEmbedded = root.path("data").path(0).hasNonNull("embedding");
            return isEmbedded ? new Completion(root, Operation.EMBEDDINGS) : null;
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

    /** Text of the first choice, or of all of a response's; null where there is none (a tool call, a refusal, embeddings). */
    public @Nullable String text() {
        return switch (operation) {
            case CHAT -> text(root.path("choices").path(0).path("message").path("content"));
            case RESPONSES -> textOfResponse();
            case EMBEDDINGS -> null;
        };
    }

    private @Nullable String textOfResponse() {
        StringBuilder all = new StringBuilder();
        boolean isThere = false;
        for (JsonNode item : root.path("output")) {
            for (JsonNode part : item.path("content")) {
                if (part.path("type").asText().equals("output_text")) {
                    isThere = true;
                    all.append(part.path("text").asText());
                }
            }
        }
        return isThere ? all.toString() : null;
    }

    /** As chat completions name it; null where none is given. */
    public @Nullable String finishReason() {
        return switch (operation) {
            case CHAT -> text(root.path("choices").path(0).path("finish_reason"));
            case RESPONSES ->
                switch (text(root.path("incomplete_details").path("reason"))) {
                    case null -> root.path("status").asText().equals("completed") ? "stop" : null;
                    case "max_output_tokens" -> "length";
                    case String reason -> reason;
                };
            case EMBEDDINGS -> null;
        };
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
        ObjectNode usage = same.putObject("usage");
        switch (operation) {
            case CHAT -> usage.put("prompt_tokens", 0).put("completion_tokens", 0);
            case RESPONSES -> usage.put("input_tokens", 0).put("output_tokens", 0);
            case EMBEDDINGS -> usage.put("prompt_tokens", 0);
        }
        usage.put("total_tokens", 0);
        return new Completion(same, operation);
    }

    /** Tokens as the provider counted them; null where it gives none, or none that can be true. */
    public @Nullable Usage usage() {
        return switch (operation) {
            case CHAT -> usage("prompt_tokens", "completion_tokens");
            case RESPONSES -> usage("input_tokens", "output_tokens");
            case EMBEDDINGS -> usage("prompt_tokens", null);
        };
    }

    /** @param outputField null where there is no output */
    private @Nullable Usage usage(String inputField, @Nullable String outputField) {
        JsonNode usage = root.path("usage");
        JsonNode input = usage.path(inputField);
        JsonNode output = outputField == null ? IntNode.valueOf(0) : usage.path(outputField);
        if (!input.isIntegralNumber() || !output.isIntegralNumber()) {
            return null;
        }
        try {
            return new Usage(
                    input.longValue(),
                    usage.path(inputField + "_details").path("cached_tokens").asLong(0),
                    usage.path("cache_creation_input_tokens").asLong(0),
                    0,
                    output.longValue(),
                    usage.path(outputField + "_details")
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
