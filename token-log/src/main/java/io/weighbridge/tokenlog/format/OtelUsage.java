package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of OpenTelemetry's {@code gen_ai.usage.*} attributes, current and legacy names. Input includes cached tokens and
 * output includes reasoning, as the semantic conventions say; where an instrumentation breaks that rule for a provider
 * that counts them apart, cached tokens exceed the input, and then they are added to it.
 */
final class OtelUsage {
    private OtelUsage() {}

    /** Null where the attributes do not say how many tokens went in. */
    static @Nullable Usage of(JsonFields attributes) {
        Long input =
                attributes.whole("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens");
        Long output = attributes.whole(
                "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens");
        if (input == null || (output == null && !isEmbedding(attributes))) {
            return null;
        }
        long read = orZero(attributes.whole(
                "gen_ai.usage.cache_read.input_tokens",
                "gen_ai.usage.cache_read_input_tokens",
                "gen_ai.usage.details.cache_read_tokens",
                "gen_ai.usage.cached_tokens"));
        long written = orZero(attributes.whole(
                "gen_ai.usage.cache_creation.input_tokens",
                "gen_ai.usage.cache_creation_input_tokens",
                "gen_ai.usage.details.cache_write_tokens"));
        long out = orZero(output);
        long reasoning = orZero(attributes.whole(
                "gen_ai.usage.reasoning.output_tokens",
                "gen_ai.usage.reasoning_tokens",
                "gen_ai.usage.details.reasoning_tokens"));
        long all = read + written > input ? input + read + written : input;
        return new Usage(all, read, written, 0, reasoning > out ? out + reasoning : out, reasoning);
    }

    private static boolean isEmbedding(JsonFields attributes) {
        return "embeddings".equals(attributes.text("gen_ai.operation.name"));
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
