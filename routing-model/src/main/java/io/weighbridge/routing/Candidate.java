package io.weighbridge.routing;

import org.jspecify.annotations.Nullable;

/**
 * A model that the policy may choose.
 *
 * @param model name as requests spell it
 * @param provider who serves it
 * @param prices flattened prices, or {@code null} if unknown: then it is never chosen for its cost
 */
public record Candidate(
        String model, String provider, @Nullable TokenPrices prices, QualityModel quality, OutputTokens outputTokens) {

    public Candidate {
        Check.notBlank("candidate.model", model);
    }
}
