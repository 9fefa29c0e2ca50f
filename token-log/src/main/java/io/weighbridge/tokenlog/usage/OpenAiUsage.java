package io.weighbridge.tokenlog.usage;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Usage of OpenAI's APIs and of those that follow them. Cached tokens are read from the place where each documents them:
 * OpenAI {@code prompt_tokens_details.cached_tokens}, DeepSeek {@code prompt_cache_hit_tokens}, Moonshot
 * {@code cached_tokens}, xAI {@code cached_prompt_text_tokens}, LiteLLM {@code cache_read_input_tokens}. Mistral's
 * {@code num_cached_tokens} is not read: it counts tokens that are charged in full.
 */
final class OpenAiUsage {
    private OpenAiUsage() {}

    /** @param reasoningApart whether the completion tokens leave reasoning out */
    static @Nullable Usage chat(UsageNode usage, boolean reasoningApart) {
        Long input = usage.first("prompt_tokens");
        Long output = usage.first("completion_tokens");
        if (input == null || output == null) {
            return null;
        }
        UsageNode prompt = usage.at("prompt_tokens_details");
        UsageNode completion = usage.at("completion_tokens_details");
        long reasoning = completion.orZero("reasoning_tokens");
        Long read = prompt.first("cached_tokens");
        UsageParts parts = new UsageParts(input, reasoningApart ? output + reasoning : output)
                .cacheRead(
                        read != null
                                ? read
                                : usage.orZero(
                                        "prompt_cache_hit_tokens",
                                        "cached_tokens",
                                        "cached_prompt_text_tokens",
                                        "cache_read_input_tokens"))
                .reasoning(reasoning)
                .audio(
                        prompt.orZero("audio_tokens"),
                        prompt.at("cached_tokens_details").first("audio_tokens"),
                        completion.orZero("audio_tokens"))
                .webSearches(webSearches(usage));
        return writes(parts, prompt, usage.orZero("cache_creation_input_tokens"))
                .build();
    }

    static @Nullable Usage embeddings(UsageNode usage) {
        Long input = usage.first("prompt_tokens");
        return input == null ? null : Usage.of(input, 0);
    }

    /** The Responses API; the Realtime API spells the details without the plural. */
    static @Nullable Usage responses(UsageNode usage) {
        Long input = usage.first("input_tokens");
        Long output = usage.first("output_tokens");
        if (input == null || output == null) {
            return null;
        }
        UsageNode in = details(usage, "input_tokens_details", "input_token_details");
        UsageNode out = details(usage, "output_tokens_details", "output_token_details");
        UsageParts parts = new UsageParts(input, output)
                .cacheRead(in.orZero("cached_tokens"))
                .reasoning(out.orZero("reasoning_tokens"))
                .audio(
                        in.orZero("audio_tokens"),
                        in.at("cached_tokens_details").first("audio_tokens"),
                        out.orZero("audio_tokens"))
                .webSearches(webSearches(usage));
        return writes(parts, in, 0).build();
    }

    /** Whether completion and reasoning tokens add up to the total only when they are apart, as xAI counts them. */
    static boolean countsReasoningApart(UsageNode usage) {
        long reasoning = usage.at("completion_tokens_details").orZero("reasoning_tokens");
        Long total = usage.first("total_tokens");
        return reasoning > 0
                && total != null
                && total == usage.orZero("prompt_tokens") + usage.orZero("completion_tokens") + reasoning;
    }

    private static UsageParts writes(UsageParts parts, UsageNode details, long otherwise) {
        Long written = details.first("cache_write_tokens", "cache_creation_tokens");
        String hour = "ephemeral_1h_input_tokens";
        return parts.cacheWrites(
                written == null ? otherwise : written,
                details.at("cache_creation_token_details").orZero(hour),
                hour);
    }

    private static UsageNode details(UsageNode usage, String key, String otherKey) {
        return usage.has(key) ? usage.at(key) : usage.at(otherKey);
    }

    private static long webSearches(UsageNode usage) {
        Long counted = usage.at("server_tool_use").first("web_search_requests");
        return counted != null ? counted : usage.orZero("num_search_queries");
    }
}
