package io.weighbridge.tokenlog;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a model can take and do beside its price, as far as somebody says so. What is absent is unknown and no limit.
 *
 * @param maxInputTokens most input tokens of a call, at least 1; null if unknown
 * @param maxOutputTokens most output tokens of a call, at least 1; null if unknown
 * @param capabilities what it is known to be able to do: {@value #TOOLS}, {@value #JSON}, {@value #VISION} or other names
 * @param regions where it is served; empty if unknown
 */
public record ModelLimits(
        @Nullable Long maxInputTokens, @Nullable Long maxOutputTokens, Set<String> capabilities, Set<String> regions) {
    /** It calls functions. */
    public static final String TOOLS = "tools";
    /** Its answers follow a JSON schema. */
    public static final String JSON = "json";
    /** It reads images. */
    public static final String VISION = "vision";

    /** Nobody says anything. */
    public static final ModelLimits UNKNOWN = new ModelLimits(null, null, Set.of(), Set.of());

    public ModelLimits {
        requireSome("max_input_tokens", maxInputTokens);
        requireSome("max_output_tokens", maxOutputTokens);
        capabilities = names("capabilities", capabilities);
        regions = names("regions", regions);
    }

    /** These, and where they say nothing the others. */
    public ModelLimits over(ModelLimits others) {
        return new ModelLimits(
                maxInputTokens != null ? maxInputTokens : others.maxInputTokens,
                maxOutputTokens != null ? maxOutputTokens : others.maxOutputTokens,
                capabilities.isEmpty() ? others.capabilities : capabilities,
                regions.isEmpty() ? others.regions : regions);
    }

    private static void requireSome(String field, @Nullable Long tokens) {
        if (tokens != null && tokens < 1) {
            throw new InvalidRecordException(field, "must be at least 1", Long.toString(tokens));
        }
    }

    private static Set<String> names(String field, Set<String> names) {
        for (String name : names) {
            if (name.isBlank()) {
                throw new InvalidRecordException(field, "must not hold a blank name", name);
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(names));
    }
}
