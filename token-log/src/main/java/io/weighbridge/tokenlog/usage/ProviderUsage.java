package io.weighbridge.tokenlog.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage block of a provider's answer. Its shape is told by its keys, since every provider counts cached tokens
 * in its own way: OpenAI and Google inside the input, Anthropic and Bedrock beside it.
 */
public final class ProviderUsage {
    private ProviderUsage() {}

    /**
     * The usage of an answer.
     *
     * @param answer the body as the provider sent it, with {@code usage} or {@code usageMetadata}
     * @return null where it has no usage block of a known shape; never zeros in its place
     * @throws InvalidRecordException if the numbers contradict each other
     */
    public static @Nullable Usage of(JsonNode answer) {
        JsonNode google = answer.path("usageMetadata");
        if (google.isObject()) {
            return google(google);
        }
        JsonNode usage = answer.path("usage");
        if (usage.has("prompt_tokens")) {
            return openAiChat(usage);
        }
        if (usage.has("inputTokens")) {
            return bedrock(usage);
        }
        if (!usage.has("input_tokens")) {
            return null;
        }
        return usage.has("input_tokens_details") || usage.has("output_tokens_details")
                ? openAiResponses(usage)
                : anthropic(usage);
    }

    private static Usage openAiChat(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens_details");
        long read = prompt.has("cached_tokens")
                ? tokens(prompt, "cached_tokens")
                : tokens(usage, "cached_prompt_text_tokens");
        long output = tokens(usage, "completion_tokens");
        long reasoning = tokens(usage.path("completion_tokens_details"), "reasoning_tokens");
        // xAI counts reasoning beside the completion
        long whole = reasoning > output ? output + reasoning : output;
        return new Usage(
                tokens(usage, "prompt_tokens"), read, tokens(prompt, "cache_write_tokens"), 0, whole, reasoning);
    }

    private static Usage openAiResponses(JsonNode usage) {
        JsonNode input = usage.path("input_tokens_details");
        return new Usage(
                tokens(usage, "input_tokens"),
                tokens(input, "cached_tokens"),
                tokens(input, "cache_write_tokens"),
                0,
                tokens(usage, "output_tokens"),
                tokens(usage.path("output_tokens_details"), "reasoning_tokens"));
    }

    private static Usage anthropic(JsonNode usage) {
        long read = tokens(usage, "cache_read_input_tokens");
        long written = tokens(usage, "cache_creation_input_tokens");
        long written1h = tokens(usage.path("cache_creation"), "ephemeral_1h_input_tokens");
        if (written1h > written) {
            throw new InvalidRecordException(
                    "ephemeral_1h_input_tokens",
                    "must not exceed the tokens written to the cache",
                    written1h + " > " + written);
        }
        return new Usage(
                tokens(usage, "input_tokens") + read + written,
                read,
                written - written1h,
                written1h,
                tokens(usage, "output_tokens"),
                0);
    }

    private static Usage bedrock(JsonNode usage) {
        long read = tokens(usage, "cacheReadInputTokens");
        long written = tokens(usage, "cacheWriteInputTokens");
        return new Usage(
                tokens(usage, "inputTokens") + read + written, read, written, 0, tokens(usage, "outputTokens"), 0);
    }

    /** Tokens of thought are beside the candidates', tokens of tools' results beside the prompt's. */
    private static Usage google(JsonNode usage) {
        long thoughts = tokens(usage, "thoughtsTokenCount");
        return new Usage(
                tokens(usage, "promptTokenCount") + tokens(usage, "toolUsePromptTokenCount"),
                tokens(usage, "cachedContentTokenCount"),
                0,
                0,
                tokens(usage, "candidatesTokenCount") + thoughts,
                thoughts);
    }

    private static long tokens(JsonNode holder, String key) {
        JsonNode value = holder.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidRecordException(
                    key, "must be a whole number", value.isNumber() ? value.asText() : "other");
        }
        return value.longValue();
    }
}
