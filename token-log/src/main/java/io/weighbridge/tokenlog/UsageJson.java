package io.weighbridge.tokenlog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The token fields that calls and outcomes share. Input and output come together; a detail that is absent is 0. */
final class UsageJson {
    private static final String[] KEYS = {
        "input_tokens",
        "cache_read_tokens",
        "cache_write_5m_tokens",
        "cache_write_1h_tokens",
        "output_tokens",
        "reasoning_tokens",
        "audio_input_tokens",
        "cached_audio_input_tokens",
        "audio_output_tokens",
        "web_searches"
    };

    private UsageJson() {}

    static void write(FieldWriter fields, @Nullable Usage usage) throws IOException {
        if (usage == null) {
            return;
        }
        fields.whole("input_tokens", usage.inputTokens());
        fields.wholeUnlessZero("cache_read_tokens", usage.cacheReadTokens());
        fields.wholeUnlessZero("cache_write_5m_tokens", usage.cacheWrite5mTokens());
        fields.wholeUnlessZero("cache_write_1h_tokens", usage.cacheWrite1hTokens());
        fields.whole("output_tokens", usage.outputTokens());
        fields.wholeUnlessZero("reasoning_tokens", usage.reasoningTokens());
        fields.wholeUnlessZero("audio_input_tokens", usage.audioInputTokens());
        fields.wholeUnlessZero("cached_audio_input_tokens", usage.cachedAudioInputTokens());
        fields.wholeUnlessZero("audio_output_tokens", usage.audioOutputTokens());
        fields.wholeUnlessZero("web_searches", usage.webSearches());
    }

    static @Nullable Usage read(ObjectFields fields) {
        if (!fields.hasAny(KEYS)) {
            return null;
        }
        return new Usage(
                fields.requiredWhole("input_tokens"),
                fields.wholeOr("cache_read_tokens", 0),
                fields.wholeOr("cache_write_5m_tokens", 0),
                fields.wholeOr("cache_write_1h_tokens", 0),
                fields.requiredWhole("output_tokens"),
                fields.wholeOr("reasoning_tokens", 0),
                fields.wholeOr("audio_input_tokens", 0),
                fields.wholeOr("cached_audio_input_tokens", 0),
                fields.wholeOr("audio_output_tokens", 0),
                fields.wholeOr("web_searches", 0));
    }
}
