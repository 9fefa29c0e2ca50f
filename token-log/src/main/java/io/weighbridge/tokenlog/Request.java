package io.weighbridge.tokenlog;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was known before the call.
 *
 * @param serviceTier "standard", "batch", "flex" or "priority"; null is standard
 * @param prompt the text of all messages ({@link PromptText}); null where text is not kept
 * @param promptHash hash of the request's bytes, for exact duplicates
 * @param templateId hash of the prompt's skeleton, equal for prompts of one template
 * @param inputTokenEstimate tokens estimated before the call
 * @param labels the source's own keys (prompt name, tags, metadata), which task rules may match
 */
public record Request(
        @Nullable String provider,
        String requestedModel,
        @Nullable String serviceTier,
        @Nullable String prompt,
        @Nullable String promptHash,
        @Nullable String templateId,
        @Nullable Long inputTokenEstimate,
        Map<String, String> labels) {

    public Request {
        if (requestedModel.isBlank()) {
            throw new InvalidRecordException("requested_model", "must not be blank", "\"\"");
        }
        labels = Collections.unmodifiableMap(new TreeMap<>(labels)); // sorted, so that equal requests are written alike
    }

    /** A request of which only the model is known. */
    public static Request of(String requestedModel) {
        return new Request(null, requestedModel, null, null, null, null, null, Map.of());
    }

    /** This request to another model, of the provider named if one is. */
    public Request withModel(@Nullable String newProvider, String model) {
        return new Request(newProvider, model, serviceTier, prompt, promptHash, templateId, inputTokenEstimate, labels);
    }

    /** This request in another tier. */
    public Request withServiceTier(@Nullable String tier) {
        return new Request(provider, requestedModel, tier, prompt, promptHash, templateId, inputTokenEstimate, labels);
    }

    /** This request with another estimate of its tokens. */
    public Request withInputTokenEstimate(@Nullable Long tokens) {
        return new Request(provider, requestedModel, serviceTier, prompt, promptHash, templateId, tokens, labels);
    }
}
