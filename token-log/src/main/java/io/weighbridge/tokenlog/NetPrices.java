package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns a price of the book into what is charged: in US dollars at the rate of the day, less a discount. */
final class NetPrices {
    private static final Comparator<Discount> BY_RANK = Comparator.comparingInt(Discount::layer)
            .thenComparing(discount -> discount.provider() != null)
            .thenComparing(Discount::isExact)
            .thenComparing(discount -> discount.model().length())
            .thenComparing(Discount::validFrom, Comparator.nullsFirst(Comparator.naturalOrder()));

    private record Terms(
            ModelPrice price,
            @Nullable Discount discount,
            @Nullable ExchangeRate rate) {}

    private final List<Discount> strongestFirst;
    private final Map<String, NavigableMap<LocalDate, ExchangeRate>> rates = new HashMap<>();
    private final Map<Terms, ModelPrice> remembered = new ConcurrentHashMap<>();

    /** @throws InvalidRecordException if a price is out of range in US dollars */
    NetPrices(List<ModelPrice> entries, List<Discount> discounts, List<ExchangeRate> exchangeRates) {
        // Stable, so that of equals the one written last is found first.
        this.strongestFirst = IntStream.range(0, discounts.size())
                .mapToObj(i -> discounts.get(discounts.size() - 1 - i))
                .sorted(BY_RANK.reversed())
                .toList();
        for (ExchangeRate rate : exchangeRates) {
            rates.computeIfAbsent(rate.currency(), currency -> new TreeMap<>()).put(rate.day(), rate);
        }
        for (ModelPrice entry : entries) {
            inUsd(entry).forEach(prices -> {});
        }
    }

    /** The price of the day; empty where it is in a currency that has no rate on or before the day. */
    Optional<ModelPrice> of(ModelPrice price, String name, @Nullable String provider, Instant at) {
        Discount discount = discount(price, name, provider, at);
        if (price.currency() == null && discount == null) {
            return Optional.of(price);
        }
        ExchangeRate rate = null;
        if (price.currency() != null) {
            rate = rate(price.currency(), at);
            if (rate == null) {
                return Optional.empty();
            }
        }
        return Optional.of(remembered.computeIfAbsent(new Terms(price, discount, rate), NetPrices::net));
    }

    /** All lists of prices of an entry, at every rate of its currency. */
    List<TokenPrices> inUsd(ModelPrice entry) {
        List<BigDecimal> factors = entry.currency() == null
                ? List.of(BigDecimal.ONE)
                : rates.getOrDefault(entry.currency(), new TreeMap<>()).values().stream()
                        .map(ExchangeRate::usd)
                        .toList();
        return factors.stream()
                .flatMap(factor -> entry.lists().map(prices -> prices.times(factor)))
                .toList();
    }

    private @Nullable ExchangeRate rate(String currency, Instant at) {
        NavigableMap<LocalDate, ExchangeRate> days = rates.get(currency);
        Map.Entry<LocalDate, ExchangeRate> latest =
                days == null ? null : days.floorEntry(LocalDate.ofInstant(at, ZoneOffset.UTC));
        return latest == null ? null : latest.getValue();
    }

    private @Nullable Discount discount(ModelPrice price, String name, @Nullable String provider, Instant at) {
        for (Discount discount : strongestFirst) {
            if (discount.isValidAt(at) && discount.fits(price, name, provider)) {
                return discount;
            }
        }
        return null;
    }

    private static ModelPrice net(Terms terms) {
        BigDecimal factor = terms.rate == null ? BigDecimal.ONE : terms.rate.usd();
        StringBuilder source = new StringBuilder(terms.price.source());
        if (terms.rate != null) {
            source.append("; ")
                    .append(terms.rate.currency())
                    .append(" at ")
                    .append(terms.rate.usd().toPlainString())
                    .append(" USD of ")
                    .append(terms.rate.day())
                    .append(" (")
                    .append(terms.rate.source())
                    .append(')');
        }
        if (terms.discount != null) {
            factor = factor.multiply(terms.discount.factor());
            source.append("; less ")
                    .append(terms.discount.percent().toPlainString())
                    .append(" % (")
                    .append(terms.discount.source())
                    .append(')');
        }
        return terms.price.charged(factor, source.toString());
    }
}
