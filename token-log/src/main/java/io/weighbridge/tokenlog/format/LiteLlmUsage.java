package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.usage.ApiShape;
import io.weighbridge.tokenlog.usage.ProviderUsage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a LiteLLM row. Its columns count as OpenAI does, cached tokens inside {@code prompt_tokens}; the details are in
 * {@code metadata.usage_object} or, in older versions, {@code metadata.additional_usage_values}, and versions that left
 * Anthropic's cached tokens out of the prompt show by holding more of them than prompt. LiteLLM writes zeros for streams it
 * did not meter: a call that succeeded without a single token has no usage.
 */
final class LiteLlmUsage {
    private static final String PROMPT = "prompt_tokens";
    private static final String COMPLETION = "completion_tokens";
    private static final String READ = "cache_read_input_tokens";
    private static final String WRITTEN = "cache_creation_input_tokens";

    private LiteLlmUsage() {}

    static @Nullable Usage of(JsonNode row, JsonNode metadata, boolean failed) {
        ObjectNode usage = metadata.path("usage_object") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (String detail : new String[] {READ, WRITTEN}) {
            copy(metadata.path("additional_usage_values"), detail, usage, false);
        }
        copy(row, PROMPT, usage, true);
        copy(row, COMPLETION, usage, true);
        JsonFields counts = new JsonFields(usage);
        Long input = counts.whole(PROMPT);
        Long output = counts.whole(COMPLETION);
        if (input == null || output == null || (input == 0 && output == 0)) {
            return failed && input != null && output != null ? Usage.of(0, 0) : null;
        }
        long cached = orZero(counts.whole(READ)) + orZero(counts.whole(WRITTEN));
        if (cached > input) {
            usage.put(PROMPT, input + cached);
        }
        return ProviderUsage.of(usage, ApiShape.OPENAI_CHAT);
    }

    private static void copy(JsonNode from, String key, ObjectNode to, boolean overwrite) {
        if (from.hasNonNull(key) && (overwrite || !to.hasNonNull(key))) {
            to.set(key, from.path(key));
        }
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
