package io.weighbridge.tokenlog;

import org.jspecify.annotations.Nullable;

/**
 * What a tokenizer made of the texts of a call that came without usage, such as a stream that nobody metered.
 *
 * <p>Tokenizers of providers differ by up to a factor of two on the same text, and chat templates, tool definitions and pictures
 * are not in the text: the true counts are taken to lie between half of the estimate and twice of it, plus 500 tokens for
 * the input and 200 for the output. Of 13 recorded calls with texts and usage (Langfuse's own traces) that holds for 12; the other
 * sent 3,000 tokens of tool definitions. Reasoning that the provider hides is not in the text either. It is an estimate, and
 * marked so wherever it is used.
 *
 * @param input tokens of the prompt
 * @param output tokens of the answer
 */
public record TokenEstimate(long input, long output) {
    private static final int FACTOR = 2;
    private static final int UNSEEN_INPUT = 500;
    private static final int UNSEEN_OUTPUT = 200;

    /** Null unless both sides were estimated. */
    public static @Nullable TokenEstimate of(CanonicalCall call) {
        Long input = call.request().inputTokenEstimate();
        Long output = call.response().outputTokenEstimate();
        return input == null || output == null ? null : new TokenEstimate(input, output);
    }

    /** The fewest tokens, none of them from a cache. */
    public Usage least() {
        return Usage.of(input / FACTOR, output / FACTOR);
    }

    /** The fewest tokens, all of the input from a cache. */
    Usage leastFromCache() {
        return new Usage(input / FACTOR, input / FACTOR, 0, 0, output / FACTOR, 0);
    }

    public Usage most() {
        return Usage.of(FACTOR * input + UNSEEN_INPUT, FACTOR * output + UNSEEN_OUTPUT);
    }
}
