package io.weighbridge.routing;

import org.jspecify.annotations.Nullable;

/**
 * A model that the policy may choose.
 *
 * @param model name as requests spell it
 * @param provider who serves it
 * @param prices flattened prices, or {@code null} if unknown: then it is never chosen for its cost
 * @param limits what it can serve
 */
public record Candidate(
        String model,
        String provider,
        @Nullable TokenPrices prices,
        QualityModel quality,
        OutputTokens outputTokens,
        Limits limits) {

    public Candidate {
        Check.notBlank("candidate.model", model);
    }

    /** A candidate whose limits are unknown. */
    public Candidate(
            String model,
            String provider,
            @Nullable TokenPrices prices,
            QualityModel quality,
            OutputTokens outputTokens) {
        this(model, provider, prices, quality, outputTokens, Limits.UNKNOWN);
    }

    public Candidate withPrices(@Nullable TokenPrices newPrices) {
        return new Candidate(model, provider, newPrices, quality, outputTokens, limits);
    }

    public Candidate withQuality(QualityModel newQuality) {
        return new Candidate(model, provider, prices, newQuality, outputTokens, limits);
    }

    public Candidate withLimits(Limits newLimits) {
        return new Candidate(model, provider, prices, quality, outputTokens, newLimits);
    }
}
