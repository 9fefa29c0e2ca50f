package io.weighbridge.tokenlog;

/**
 * Other prices for calls with a long prompt. They apply to the whole call, as Anthropic, Google and OpenAI document it,
 * not only to the tokens beyond the threshold.
 *
 * @param aboveInputTokens the tier applies when the input, cached tokens included, has more tokens than this
 * @param prices the full price list of the tier
 */
public record ContextTier(long aboveInputTokens, TokenPrices prices) {
    public ContextTier {
        if (aboveInputTokens < 1) {
            throw new InvalidRecordException(
                    "above_input_tokens", "must be at least 1", Long.toString(aboveInputTokens));
        }
    }
}
