package io.weighbridge.tokenlog;

/**
 * Tokens of one call, normalised: input includes cached tokens, output includes reasoning tokens.
 *
 * @param inputTokens all prompt tokens, cached ones included
 * @param cacheReadTokens the part of the input served from the provider's prompt cache
 * @param cacheWrite5mTokens the part of the input written to a cache that lives five minutes
 * @param cacheWrite1hTokens the part of the input written to a cache that lives one hour
 * @param outputTokens all completion tokens, reasoning included
 * @param reasoningTokens the part of the output spent on hidden reasoning
 */
public record Usage(
        long inputTokens,
        long cacheReadTokens,
        long cacheWrite5mTokens,
        long cacheWrite1hTokens,
        long outputTokens,
        long reasoningTokens) {

    /** More than any call can hold; above it a number is an error of the log, and money would overflow. */
    private static final long MOST_TOKENS = 1_000_000_000L;

    public Usage {
        check("input_tokens", inputTokens);
        check("cache_read_tokens", cacheReadTokens);
        check("cache_write_5m_tokens", cacheWrite5mTokens);
        check("cache_write_1h_tokens", cacheWrite1hTokens);
        check("output_tokens", outputTokens);
        check("reasoning_tokens", reasoningTokens);
        if (reasoningTokens > outputTokens) {
            throw new InvalidRecordException(
                    "reasoning_tokens", "must not exceed output tokens", reasoningTokens + " > " + outputTokens);
        }
        long cached = cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
        if (cached > inputTokens) {
            throw new InvalidRecordException(
                    "cache_read_tokens", "cached tokens must not exceed input tokens", cached + " > " + inputTokens);
        }
    }

    /** Usage without caching or reasoning. */
    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, 0, 0, 0, outputTokens, 0);
    }

    /** Input tokens that were neither read from nor written to a cache. */
    public long uncachedInputTokens() {
        return inputTokens - cacheReadTokens - cacheWrite5mTokens - cacheWrite1hTokens;
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
