package io.weighbridge.tokenlog.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.ModelLimits;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What LiteLLM's list says of a model beside its prices. A count that is none, or 0, is unknown. */
final class LiteLlmLimits {
    private static final Map<String, String> CAPABILITIES = Map.of(
            "supports_function_calling", ModelLimits.TOOLS,
            "supports_response_schema", ModelLimits.JSON,
            "supports_vision", ModelLimits.VISION);

    private LiteLlmLimits() {}

    static ModelLimits of(JsonNode model) {
        Set<String> capabilities = new TreeSet<>();
        CAPABILITIES.forEach((key, capability) -> {
            if (model.path(key).asBoolean()) {
                capabilities.add(capability);
            }
        });
        return new ModelLimits(
                tokens(model.path("max_input_tokens")),
                tokens(model.path("max_output_tokens")),
                capabilities,
                Set.of());
    }

    static @Nullable Long tokens(JsonNode value) {
        return value.isNumber() && value.canConvertToLong() && value.longValue() > 0 ? value.longValue() : null;
    }
}
