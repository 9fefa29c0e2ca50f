package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the price book: what a model costs at one provider, in one service tier, over one period.
 *
 * @param model the model's name; a single {@code *} at its end means "starts with", one at each end "contains"
 * @param aliases other names of the same model, in the same notation
 * @param provider the provider that asks this price; null is any
 * @param serviceTier "batch", "flex", "priority"; null is the standard tier
 * @param region the region it holds in, as the call's label "region" names it, in lower case; null is everywhere
 * @param validFrom first instant of the price; null is since ever
 * @param validUntil first instant after the price; null is until further notice
 * @param prices prices of an ordinary call
 * @param contextTiers prices of calls with long prompts, by rising threshold
 * @param currency ISO 4217 code of the prices; null is USD. A price in another currency is converted by the book's rate of
 *     the call's day
 * @param hosting the cost of ownership that the prices are derived from; null where they are a provider's
 * @param limits what the model can take and do, where the source of the price says so
 * @param source where the price was read, for people
 * @param asOf the day it was read there
 * @param layer entries of a higher layer hide those of a lower one ({@link PriceBook#plus}); 0 is the lowest
 */
public record ModelPrice(
        String model,
        List<String> aliases,
        @Nullable String provider,
        @Nullable String serviceTier,
        @Nullable String region,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        TokenPrices prices,
        List<ContextTier> contextTiers,
        @Nullable String currency,
        @Nullable HostingCost hosting,
        ModelLimits limits,
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
        region = region == null ? null : region.toLowerCase(Locale.ROOT);
        currency = currency == null || currency.equals("USD") ? null : currency;
        if (currency != null) {
            ExchangeRate.checkCode(currency);
        }
        if (hosting != null && (currency != null || !contextTiers.isEmpty())) {
            throw new InvalidRecordException("hosting", "must be in USD and without context tiers", model);
        }
        if (hosting != null && !prices.equals(hosting.prices())) {
            throw new InvalidRecordException("hosting", "must be what the prices are derived from", model);
        }
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
        if (currency == null && !isInUsdRange(prices, contextTiers)) {
            throw new InvalidRecordException("price", "must be at most 2000 USD per million tokens", model);
        }
    }

    /** A price without conditions. */
    public static ModelPrice of(
            String model, @Nullable String provider, TokenPrices prices, String source, LocalDate asOf) {
        return new ModelPrice(
                model,
                List.of(),
                provider,
                null,
                null,
                null,
                null,
                prices,
                List.of(),
                null,
                null,
                ModelLimits.UNKNOWN,
                source,
                asOf,
                0);
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
                region,
                validFrom,
                validUntil,
                prices,
                contextTiers,
                currency,
                hosting,
                limits,
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
                region,
                validFrom,
                validUntil,
                prices,
                contextTiers,
                currency,
                hosting,
                limits,
                source,
                asOf,
                newLayer);
    }

    /** The prices of an ordinary call and of every context tier. */
    Stream<TokenPrices> lists() {
        return Stream.concat(Stream.of(prices), contextTiers.stream().map(ContextTier::prices));
    }

    /** What is charged, in USD, when every price is multiplied so. */
    ModelPrice charged(BigDecimal factor, String why) {
        return new ModelPrice(
                model,
                aliases,
                provider,
                serviceTier,
                region,
                validFrom,
                validUntil,
                prices.times(factor),
                contextTiers.stream()
                        .map(tier -> new ContextTier(
                                tier.aboveInputTokens(), tier.prices().times(factor)))
                        .toList(),
                null,
                null,
                limits,
                why,
                asOf,
                layer);
    }

    private static boolean isInUsdRange(TokenPrices prices, List<ContextTier> tiers) {
        return Stream.concat(Stream.of(prices), tiers.stream().map(ContextTier::prices))
                .flatMap(TokenPrices::rates)
                .allMatch(Rate::isInUsdRange);
    }
}
