package io.weighbridge.tokenlog;

/**
 * Tokens of one call, normalised: input includes cached and audio tokens, output includes reasoning and audio tokens.
 *
 * @param inputTokens all prompt tokens, cached ones included
 * @param cacheReadTokens the part of the input served from the provider's prompt cache
 * @param cacheWrite5mTokens the part of the input written to a cache that lives five minutes
 * @param cacheWrite1hTokens the part of the input written to a cache that lives one hour
 * @param outputTokens all completion tokens, reasoning included
 * @param reasoningTokens the part of the output spent on hidden reasoning
 * @param audioInputTokens the part of the input that is sound, cached sound included; none of it is written to a cache
 * @param cachedAudioInputTokens the part of both the sound and the cache reads
 * @param audioOutputTokens the part of the output that is sound
 * @param webSearches searches that the provider made for the call and charges by number; at most a million
 */
public record Usage(
        long inputTokens,
        long cacheReadTokens,
        long cacheWrite5mTokens,
        long cacheWrite1hTokens,
        long outputTokens,
        long reasoningTokens,
        long audioInputTokens,
        long cachedAudioInputTokens,
        long audioOutputTokens,
        long webSearches) {

    /** More than any call can hold; above it a number is an error of the log, and money would overflow. */
    public static final long MOST_TOKENS = 1_000_000_000L;

    private static final long MOST_SEARCHES = 1_000_000L;

    public Usage {
        check("input_tokens", inputTokens);
        check("cache_read_tokens", cacheReadTokens);
        check("cache_write_5m_tokens", cacheWrite5mTokens);
        check("cache_write_1h_tokens", cacheWrite1hTokens);
        check("output_tokens", outputTokens);
        check("reasoning_tokens", reasoningTokens);
        check("audio_input_tokens", audioInputTokens);
        check("cached_audio_input_tokens", cachedAudioInputTokens);
        check("audio_output_tokens", audioOutputTokens);
        check("web_searches", webSearches);
        checkPart("web_searches", webSearches, "a million", MOST_SEARCHES);
        checkPart("reasoning_tokens", reasoningTokens, "output tokens", outputTokens);
        checkPart(
                "audio_output_tokens",
                audioOutputTokens,
                "output tokens without reasoning",
                outputTokens - reasoningTokens);
        long cached = cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
        if (cached > inputTokens) {
            throw new InvalidRecordException(
                    "cache_read_tokens", "cached tokens must not exceed input tokens", cached + " > " + inputTokens);
        }
        checkPart("cached_audio_input_tokens", cachedAudioInputTokens, "cache reads", cacheReadTokens);
        checkPart("cached_audio_input_tokens", cachedAudioInputTokens, "audio input tokens", audioInputTokens);
        checkPart(
                "audio_input_tokens",
                audioInputTokens - cachedAudioInputTokens,
                "uncached input tokens without the cached sound",
                inputTokens - cached);
    }

    /** Usage of text only, without searches. */
    public Usage(
            long inputTokens,
            long cacheReadTokens,
            long cacheWrite5mTokens,
            long cacheWrite1hTokens,
            long outputTokens,
            long reasoningTokens) {
        this(
                inputTokens,
                cacheReadTokens,
                cacheWrite5mTokens,
                cacheWrite1hTokens,
                outputTokens,
                reasoningTokens,
                0,
                0,
                0,
                0);
    }

    /** Usage without caching or reasoning. */
    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, 0, 0, 0, outputTokens, 0);
    }

    /** Input tokens that were neither read from nor written to a cache. */
    public long uncachedInputTokens() {
        return inputTokens - cacheReadTokens - cacheWrite5mTokens - cacheWrite1hTokens;
    }

    /** This usage with sound among its tokens. */
    public Usage withAudio(long audioInput, long cachedAudioInput, long audioOutput) {
        return new Usage(
                inputTokens,
                cacheReadTokens,
                cacheWrite5mTokens,
                cacheWrite1hTokens,
                outputTokens,
                reasoningTokens,
                audioInput,
                cachedAudioInput,
                audioOutput,
                webSearches);
    }

    /** This usage with so many searches. */
    public Usage withWebSearches(long searches) {
        return new Usage(
                inputTokens,
                cacheReadTokens,
                cacheWrite5mTokens,
                cacheWrite1hTokens,
                outputTokens,
                reasoningTokens,
                audioInputTokens,
                cachedAudioInputTokens,
                audioOutputTokens,
                searches);
    }

    private static void checkPart(String field, long part, String wholeName, long whole) {
        if (part > whole) {
            throw new InvalidRecordException(field, "must not exceed " + wholeName, part + " > " + whole);
        }
    }

    private static void check(String field, long value) {
        if (value < 0) {
            throw new InvalidRecordException(field, "must not be negative", Long.toString(value));
        }
        if (value > MOST_TOKENS) {
            throw new InvalidRecordException(field, "must be at most 1000000000 tokens", Long.toString(value));
        }
    }
}
