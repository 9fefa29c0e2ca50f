package io.weighbridge.tokenlog.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage out of a provider's answer. What comes back is always the canonical {@link Usage}: input includes cached
 * tokens, output includes reasoning, whatever the provider adds up.
 */
public final class ProviderUsage {
    /** Where an answer may keep its usage; the inner ones are those of streamed events. */
    private static final List<String> USAGE_KEYS = List.of("usage", "usageMetadata", "usage_metadata", "meta");

    private static final List<String> ENVELOPES = List.of("message", "response");

    private ProviderUsage() {}

    /**
     * Recognises the shape by its keys and reads the usage.
     *
     * @param body a provider's answer, an event of a streamed one, or a usage object alone
     * @return null where there is no usage in any known shape; never zeros in its place
     * @throws InvalidRecordException naming the field if a count is negative, not whole or more than what contains it
     */
    public static @Nullable Usage of(JsonNode body) {
        UsageNode usage = find(body);
        return usage == null
                ? null
                : shapeOf(usage).map(shape -> read(usage, shape)).orElse(null);
    }

    /**
     * Reads the usage in this shape, whatever else the answer looks like.
     *
     * @return null where the answer has no usage of this shape
     * @throws InvalidRecordException as {@link #of(JsonNode)}
     */
    public static @Nullable Usage of(JsonNode body, ApiShape shape) {
        UsageNode usage = find(body);
        return usage == null ? null : read(usage, shape);
    }

    /** The usage block of an answer, as the provider gave it; missing where there is none. */
    public static JsonNode block(JsonNode body) {
        UsageNode usage = find(body);
        return usage == null ? MissingNode.getInstance() : usage.node();
    }

    /** The shape of an answer's usage; empty where there is none that is known. */
    public static Optional<ApiShape> shapeOf(JsonNode body) {
        UsageNode usage = find(body);
        return usage == null ? Optional.empty() : shapeOf(usage);
    }

    /**
     * Reads counts that a tool for logs keeps under names of its own; see {@link UsageDetails}.
     *
     * @param details an object of names and whole numbers
     * @return null where no name counts tokens
     * @throws InvalidRecordException as {@link #of(JsonNode)}
     */
    public static @Nullable Usage ofDetails(JsonNode details) {
        return UsageDetails.read(details);
    }

    private static @Nullable UsageNode find(JsonNode body) {
        for (String envelope : ENVELOPES) {
            UsageNode inner = inside(body.path(envelope), envelope + ".");
            if (inner != null) {
                return inner;
            }
        }
        UsageNode inner = inside(body, "");
        if (inner != null) {
            return inner;
        }
        UsageNode bare = new UsageNode(body, "usage");
        return shapeOf(bare).isPresent() ? bare : null;
    }

    private static @Nullable UsageNode inside(JsonNode body, String path) {
        for (String key : USAGE_KEYS) {
            UsageNode usage = new UsageNode(body.path(key), path + key);
            if (usage.isObject()) {
                return usage;
            }
        }
        return null;
    }

    private static Optional<ApiShape> shapeOf(UsageNode usage) {
        if (usage.has("promptTokenCount")
                || usage.has("candidatesTokenCount")
                || usage.has("prompt_token_count")
                || usage.has("candidates_token_count")
                || usage.has("responseTokenCount")) {
            return Optional.of(ApiShape.GOOGLE);
        }
        if (usage.has("inputTokens")) {
            return Optional.of(ApiShape.BEDROCK_CONVERSE);
        }
        if (usage.at("billed_units").isObject()) {
            return Optional.of(ApiShape.COHERE_BILLED);
        }
        if (usage.at("tokens").isObject()) {
            return Optional.of(ApiShape.COHERE_TOKENS);
        }
        if (usage.has("prompt_tokens")) {
            return Optional.of(chat(usage));
        }
        if (usage.has("input_tokens")) {
            return Optional.of(isAnthropic(usage) ? ApiShape.ANTHROPIC_MESSAGES : ApiShape.OPENAI_RESPONSES);
        }
        return Optional.empty();
    }

    private static ApiShape chat(UsageNode usage) {
        if (!usage.has("completion_tokens")) {
            return ApiShape.OPENAI_EMBEDDINGS;
        }
        return OpenAiUsage.countsReasoningApart(usage) ? ApiShape.XAI_CHAT : ApiShape.OPENAI_CHAT;
    }

    private static boolean isAnthropic(UsageNode usage) {
        return !usage.has("input_tokens_details")
                && !usage.has("input_token_details")
                && (usage.has("cache_read_input_tokens")
                        || usage.has("cache_creation_input_tokens")
                        || usage.has("cache_creation")
                        || !usage.has("total_tokens"));
    }

    private static @Nullable Usage read(UsageNode usage, ApiShape shape) {
        return switch (shape) {
            case OPENAI_CHAT -> OpenAiUsage.chat(usage, false);
            case XAI_CHAT -> OpenAiUsage.chat(usage, true);
            case OPENAI_EMBEDDINGS -> OpenAiUsage.embeddings(usage);
            case OPENAI_RESPONSES -> OpenAiUsage.responses(usage);
            case ANTHROPIC_MESSAGES -> AnthropicUsage.messages(usage);
            case GOOGLE -> GoogleUsage.usageMetadata(usage);
            case BEDROCK_CONVERSE -> BedrockUsage.converse(usage);
            case COHERE_BILLED -> CohereUsage.billed(usage);
            case COHERE_TOKENS -> CohereUsage.tokens(usage);
        };
    }
}
