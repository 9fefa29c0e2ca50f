package io.weighbridge.tokenlog.usage;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/** Usage of Google's Gemini API and Vertex AI, also as the Python client spells it. */
final class GoogleUsage {
    private GoogleUsage() {}

    static @Nullable Usage usageMetadata(UsageNode usage) {
        Long prompt = usage.first("promptTokenCount", "prompt_token_count");
        Long candidates = usage.first(
                "candidatesTokenCount", "candidates_token_count", "responseTokenCount", "response_token_count");
        if (prompt == null && candidates == null) {
            return null;
        }
        long toolPrompt = usage.orZero("toolUsePromptTokenCount", "tool_use_prompt_token_count");
        long thoughts = usage.orZero("thoughtsTokenCount", "thoughts_token_count");
        long audioInput = audio(usage, "promptTokensDetails", "prompt_tokens_details")
                + audio(usage, "toolUsePromptTokensDetails", "tool_use_prompt_tokens_details");
        return new UsageParts(orZero(prompt) + toolPrompt, orZero(candidates) + thoughts)
                .cacheRead(usage.orZero("cachedContentTokenCount", "cached_content_token_count"))
                .reasoning(thoughts)
                .audio(audioInput, cachedAudio(usage), audioOutput(usage))
                .build();
    }

    private static @Nullable Long cachedAudio(UsageNode usage) {
        return usage.has("cacheTokensDetails") || usage.has("cache_tokens_details")
                ? audio(usage, "cacheTokensDetails", "cache_tokens_details")
                : null;
    }

    private static long audioOutput(UsageNode usage) {
        return audio(usage, "candidatesTokensDetails", "candidates_tokens_details")
                + audio(usage, "responseTokensDetails", "response_tokens_details");
    }

    private static long audio(UsageNode usage, String details, String snakeCase) {
        return usage.sumWhere(details, "modality", "AUDIO", "tokenCount")
                + usage.sumWhere(snakeCase, "modality", "AUDIO", "token_count");
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
