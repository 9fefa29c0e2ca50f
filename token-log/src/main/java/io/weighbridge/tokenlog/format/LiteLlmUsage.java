package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a LiteLLM row. {@code prompt_tokens} includes cached tokens, whose detail is in {@code metadata.usage_object}
 * or, in older versions, {@code metadata.additional_usage_values}. LiteLLM writes zeros for streams it did not meter: a
 * call that succeeded without a single token has no usage.
 */
final class LiteLlmUsage {
    private LiteLlmUsage() {}

    static @Nullable Usage of(JsonNode row, JsonNode metadata, boolean failed) {
        JsonNode usage = metadata.path("usage_object");
        JsonNode older = metadata.path("additional_usage_values");
        Long input = first(row, "prompt_tokens", usage, "prompt_tokens");
        Long output = first(row, "completion_tokens", usage, "completion_tokens");
        if (input == null || output == null || (input == 0 && output == 0)) {
            return failed && input != null && output != null ? Usage.of(0, 0) : null;
        }
        long written = orZero(first(usage, "cache_creation_input_tokens", older, "cache_creation_input_tokens"));
        JsonNode lifetimes = usage.path("prompt_tokens_details").path("cache_creation_token_details");
        long written1h = orZero(whole(lifetimes, "ephemeral_1h_input_tokens"));
        if (written1h > written) {
            throw new InvalidRecordException(
                    "ephemeral_1h_input_tokens",
                    "must not exceed the tokens written to the cache",
                    written1h + " > " + written);
        }
        return new Usage(
                input,
                cacheRead(usage, older),
                written - written1h,
                written1h,
                output,
                orZero(whole(usage.path("completion_tokens_details"), "reasoning_tokens")));
    }

    private static long cacheRead(JsonNode usage, JsonNode older) {
        Long read = first(usage.path("prompt_tokens_details"), "cached_tokens", usage, "cache_read_input_tokens");
        return read != null ? read : orZero(whole(older, "cache_read_input_tokens"));
    }

    private static @Nullable Long first(JsonNode one, String key, JsonNode other, String otherKey) {
        Long value = whole(one, key);
        return value != null ? value : whole(other, otherKey);
    }

    private static @Nullable Long whole(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidRecordException(
                    key, "must be a whole number", value.isNumber() ? value.asText() : "other");
        }
        return value.longValue();
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
