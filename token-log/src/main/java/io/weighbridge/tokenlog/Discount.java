package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A part that is taken off every price of some models for a time, such as a volume discount. Discounts do not add up: of
 * those that fit a price one decides, by the order in which prices do ({@link PriceBook}).
 *
 * @param model a name or pattern, as in {@link ModelPrice}; "*" is every model
 * @param provider the provider that grants it; null is any
 * @param serviceTier the tier it holds for; null is every tier
 * @param percent what is taken off, from 0 to 100
 * @param validFrom first instant; null is since ever
 * @param validUntil first instant after it; null is until further notice
 * @param source where it is agreed, for people
 * @param asOf the day it was read there
 * @param layer it takes something off prices of this layer and of lower ones, not off those of higher layers
 */
public record Discount(
        String model,
        @Nullable String provider,
        @Nullable String serviceTier,
        BigDecimal percent,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        String source,
        LocalDate asOf,
        int layer) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Every model. */
    static final String ANY = "*";

    public Discount {
        if (!model.equals(ANY)) {
            NamePattern.check("model", model);
        }
        provider = provider == null ? null : ProviderName.canonical(provider);
        serviceTier = serviceTier == null ? null : serviceTierName(serviceTier);
        if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
            throw new InvalidRecordException("percent", "must be from 0 to 100", percent.toPlainString());
        }
        if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
            throw new InvalidRecordException(
                    "valid_until", "must be after valid_from", validUntil + " <= " + validFrom);
        }
        if (layer < 0) {
            throw new InvalidRecordException("layer", "must not be negative", Integer.toString(layer));
        }
    }

    /** What is left of a price. */
    BigDecimal factor() {
        return HUNDRED.subtract(percent).movePointLeft(2);
    }

    boolean isValidAt(Instant time) {
        return (validFrom == null || !time.isBefore(validFrom)) && (validUntil == null || time.isBefore(validUntil));
    }

    /** Whether it is meant for this price, asked for under this name in lower case. */
    boolean fits(ModelPrice price, String name, @Nullable String calledProvider) {
        String seller = price.provider() == null ? calledProvider : price.provider();
        return layer >= price.layer()
                && (provider == null || provider.equals(seller))
                && (serviceTier == null || serviceTier.equals(tierName(price.serviceTier())))
                && (model.equals(ANY) || matches(name) || matches(price.model()));
    }

    boolean isExact() {
        return !model.equals(ANY) && NamePattern.of(model).isExact();
    }

    Discount inLayer(int newLayer) {
        return new Discount(model, provider, serviceTier, percent, validFrom, validUntil, source, asOf, newLayer);
    }

    private boolean matches(String name) {
        NamePattern pattern = NamePattern.of(model);
        String lower = name.toLowerCase(Locale.ROOT);
        int slash = lower.indexOf('/');
        return pattern.matches(lower) || slash > 0 && pattern.matches(lower.substring(slash + 1));
    }

    private static String serviceTierName(String tier) {
        return tierName(ServiceTier.canonical(tier));
    }

    private static String tierName(@Nullable String canonical) {
        return canonical == null ? "standard" : canonical;
    }
}
