package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Usage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of Langfuse's {@code usage_details}. Its keys vary by client, and so does whether {@code input} and {@code
 * output} hold their details: {@code total} tells where it is given; else details named after their whole
 * ({@code input_cache_read}) are beside it, as Langfuse prices them, and others ({@code prompt_details.cache_read}) inside.
 */
final class LangfuseUsage {
    private static final String[] READ = {
        "input_cache_read",
        "input_cached_tokens",
        "cache_read_input_tokens",
        "prompt_details.cache_read",
        "cached_content_token_count"
    };
    private static final String[] WRITTEN = {
        "input_cache_creation",
        "input_cache_write",
        "cache_creation_input_tokens",
        "prompt_details.cache_write",
        "prompt_details.cache_creation"
    };
    private static final String[] WRITTEN_5M = {"input_cache_creation_5m", "cache_creation_5m"};
    private static final String[] WRITTEN_1H = {"input_cache_creation_1h", "cache_creation_1h"};
    private static final String[] REASONING = {
        "output_reasoning",
        "output_reasoning_tokens",
        "completion_details.reasoning",
        "thoughts_token_count",
        "reasoning_tokens"
    };

    private LangfuseUsage() {}

    /** Null where the details do not say how many tokens went in and came out. */
    static @Nullable Usage of(JsonFields details, @Nullable String model) {
        Long input = details.whole("input", "input_tokens", "prompt_tokens");
        Long output = details.whole("output", "output_tokens", "completion_tokens");
        Long total = details.whole("total", "total_tokens");
        if (input == null || (output == null && total == null)) {
            return null;
        }
        long out = output != null ? output : orZero(total) - input;
        long read = orZero(details.whole(READ));
        long written1h = orZero(details.whole(WRITTEN_1H));
        long written5m = orZero(details.whole(WRITTEN_5M));
        Long written = details.whole(WRITTEN);
        if (written != null) {
            written5m = Math.max(written5m, written - written1h);
        }
        long reasoning = orZero(details.whole(REASONING));
        long cached = read + written5m + written1h;
        boolean beside = total == null
                ? details.object().has("input_cache_read") || details.object().has("output_reasoning") || cached > input
                : total == input + out + cached + reasoning && cached + reasoning > 0;
        if (beside) {
            return new Usage(input + cached, read, written5m, written1h, out + reasoning, reasoning);
        }
        long thoughts = total != null && countsThoughtsInTotalOnly(model) ? Math.max(0, total - input - out) : 0;
        return new Usage(input, read, written5m, written1h, out + thoughts, Math.max(reasoning, thoughts));
    }

    /** Gemini's total holds tokens of thought that older clients report nowhere else; they are billed as output. */
    private static boolean countsThoughtsInTotalOnly(@Nullable String model) {
        return model != null && model.toLowerCase(Locale.ROOT).contains("gemini");
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
