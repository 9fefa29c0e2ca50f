package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.Usage;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of OpenTelemetry's {@code gen_ai.usage.*} attributes, current and legacy names. Input includes cached tokens and
 * output includes reasoning, as the semantic conventions say; where an instrumentation breaks that rule for a provider
 * that counts them apart, cached tokens exceed the input, and then they are added to it.
 */
final class OtelUsage {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

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

    /** All attributes of usage, whatever their names mean, as numbers. */
    static ObjectNode asGiven(JsonFields attributes) {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> attribute : attributes.object().properties()) {
            String name = attribute.getKey();
            String value = attribute.getValue().asText();
            if ((name.startsWith("gen_ai.usage.") || name.startsWith("llm.usage."))
                    && WHOLE.matcher(value).matches()) {
                usage.put(name, Long.parseLong(value));
            }
        }
        return usage;
    }

    private static boolean isEmbedding(JsonFields attributes) {
        return "embeddings".equals(attributes.text("gen_ai.operation.name"));
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
