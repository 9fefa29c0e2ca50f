package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.usage.ProviderUsage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tokens of Langfuse's {@code usage_details}, whose keys vary by client ({@link ProviderUsage#ofDetails}). */
final class LangfuseUsage {
    private LangfuseUsage() {}

    /** Null where the details do not say how many tokens went in and came out. */
    static @Nullable Usage of(JsonNode details, @Nullable String model) {
        if (!(details instanceof ObjectNode counts)) {
            return null;
        }
        JsonFields fields = new JsonFields(counts);
        Long input = fields.whole("input", "input_tokens", "prompt_tokens");
        Long output = fields.whole("output", "output_tokens", "completion_tokens");
        Long total = fields.whole("total", "total_tokens");
        if (input == null || (output == null && total == null)) {
            return null;
        }
        Usage usage = ProviderUsage.ofDetails(
                output != null || total == null ? counts : counts.deepCopy().put("output", total - input));
        return usage == null || total == null || !countsThoughtsInTotalOnly(model)
                ? usage
                : withThoughts(usage, total - usage.inputTokens() - usage.outputTokens());
    }

    /** Gemini's total holds tokens of thought that older clients report nowhere else; they are billed as output. */
    private static boolean countsThoughtsInTotalOnly(@Nullable String model) {
        return model != null && model.toLowerCase(Locale.ROOT).contains("gemini");
    }

    private static Usage withThoughts(Usage usage, long thoughts) {
        return thoughts <= 0
                ? usage
                : new Usage(
                        usage.inputTokens(),
                        usage.cacheReadTokens(),
                        usage.cacheWrite5mTokens(),
                        usage.cacheWrite1hTokens(),
                        usage.outputTokens() + thoughts,
                        usage.reasoningTokens() + thoughts);
    }
}
