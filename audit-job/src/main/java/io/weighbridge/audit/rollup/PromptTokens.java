package io.weighbridge.audit.rollup;

import io.weighbridge.tokenlog.PromptPrefixes;
import java.io.Serializable;

/**
 * The tokens of a call's prompt, as far as a provider's cache is concerned.
 *
 * <p>Sources: OpenAI caches prefixes of at least 1,024 tokens in steps of 128
 * (platform.openai.com/docs/guides/prompt-caching), Anthropic of at least 1,024, of some models 2,048 or 4,096
 * (docs.anthropic.com/en/docs/build-with-claude/prompt-caching).
 *
 * @param text input tokens that are no sound
 * @param cached of these, what was read from or written to a cache: the beginning of the prompt
 * @param uncached of these, the rest
 * @param promptBytes length of the text in UTF-8
 */
record PromptTokens(long text, long cached, long uncached, long promptBytes) implements Serializable {
    private static final long FEWEST = 1_024;
    private static final long STEP = 128;

    /** @param cached tokens that were read from or written to a cache, sound included */
    static PromptTokens of(long input, long cached, long sound, long cachedSound, long promptBytes) {
        return new PromptTokens(
                input - sound, cached - cachedSound, input - sound - (cached - cachedSound), promptBytes);
    }

    /** What a cache that holds the prompt up to a step would have served, of what it did not. */
    long read(int step) {
        return Math.clamp(upTo(step) - cached, 0, uncached);
    }

    /** What would have been written for later calls, of what was neither written nor read. */
    long written(int readStep, int writtenStep) {
        return Math.clamp(upTo(writtenStep) - Math.max(upTo(readStep), cached), 0, uncached - read(readStep));
    }

    /** Tokens are taken to be spread evenly over the text. */
    private long upTo(int step) {
        if (step == 0 || promptBytes < PromptPrefixes.bytes(step)) {
            return 0;
        }
        long tokens = text * PromptPrefixes.bytes(step) / promptBytes;
        return tokens < FEWEST ? 0 : tokens - tokens % STEP;
    }
}
