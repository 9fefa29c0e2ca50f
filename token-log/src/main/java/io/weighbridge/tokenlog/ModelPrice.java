package io.weighbridge.tokenlog;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the price book: what a model costs at one provider, in one service tier, over one period.
 *
 * @param model the model's name; a single {@code *} at its end means "starts with", one at each end "contains"
 * @param aliases other names of the same model, in the same notation
 * @param provider the provider that asks this price; null is any
 * @param serviceTier "batch", "flex", "priority"; null is the standard tier
 * @param validFrom first instant of the price; null is since ever
 * @param validUntil first instant after the price; null is until further notice
 * @param prices prices of an ordinary call
 * @param contextTiers prices of calls with long prompts, by rising threshold
 * @param source where the price was read, for people
 * @param asOf the day it was read there
 * @param layer entries of a higher layer hide those of a lower one ({@link PriceBook#plus}); 0 is the lowest
 */
public record ModelPrice(
        String model,
        List<String> aliases,
        @Nullable String provider,
        @Nullable String serviceTier,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        TokenPrices prices,
        List<ContextTier> contextTiers,
        String source,
        LocalDate asOf,
        int layer) {

    public ModelPrice {
        aliases = List.copyOf(aliases);
        contextTiers = contextTiers.stream()
                .sorted(Comparator.comparingLong(ContextTier::aboveInputTokens))
                .toList();
        NamePattern.check("model", model);
        aliases.forEach(alias -> NamePattern.check("aliases", alias));
        provider = provider == null ? null : ProviderName.canonical(provider);
        serviceTier = ServiceTier.canonical(serviceTier);
        if (layer < 0) {
            throw new InvalidRecordException("layer", "must not be negative", Integer.toString(layer));
        }
        if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
            throw new InvalidRecordException(
                    "valid_until", "must be after valid_from", validUntil + " <= " + validFrom);
        }
        if (!prices.isAny()) {
            throw new InvalidRecordException("prices", "must name at least one price", model);
        }
    }

    /** A price without conditions. */
    public static ModelPrice of(
            String model, @Nullable String provider, TokenPrices prices, String source, LocalDate asOf) {
        return new ModelPrice(model, List.of(), provider, null, null, null, prices, List.of(), source, asOf, 0);
    }

    public boolean isValidAt(Instant time) {
        return (validFrom == null || !time.isBefore(validFrom)) && (validUntil == null || time.isBefore(validUntil));
    }

    /** The prices of a call with so many input tokens, cached ones included. */
    public TokenPrices pricesFor(long inputTokens) {
        TokenPrices applicable = prices;
        for (ContextTier tier : contextTiers) {
            if (inputTokens > tier.aboveInputTokens()) {
                applicable = tier.prices();
            }
        }
        return applicable;
    }

    /** Whether calls of this model cost nothing, whatever their length. */
    public boolean isFree() {
        return prices.isFree()
                && contextTiers.stream().allMatch(tier -> tier.prices().isFree());
    }

    /** The same price asked by another provider. */
    public ModelPrice offeredBy(String otherProvider, int otherLayer) {
        return new ModelPrice(
                model,
                aliases,
                otherProvider,
                serviceTier,
                validFrom,
                validUntil,
                prices,
                contextTiers,
                source,
                asOf,
                otherLayer);
    }

    ModelPrice inLayer(int newLayer) {
        return new ModelPrice(
                model,
                aliases,
                provider,
                serviceTier,
                validFrom,
                validUntil,
                prices,
                contextTiers,
                source,
                asOf,
                newLayer);
    }
}
