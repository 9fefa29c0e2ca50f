package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the provider's prompt cache would save of a group's cost. Reading costs what the price book asks for cache reads. Where it also asks for
 * writes, they cost that, or the input price if it is higher; where it does not, a cache fills itself, and they stay input. Providers that ask for
 * writes keep them five minutes, or an hour at another price; for a longer life there is no price.
 */
final class PrefixPrices {
    private static final int FIVE_MINUTES = 5;
    private static final int AN_HOUR = 60;

    private final PriceBook prices;
    private final int minutes;

    /** @param minutes how long a prefix is kept after its last use */
    PrefixPrices(PriceBook prices, int minutes) {
        this.prices = prices;
        this.minutes = minutes;
    }

    /** In [0, 1]; 0 where one of the prices is not known. Calls without a count of tokens save nothing. */
    double share(GroupTotals totals, LocalDate day) {
        TokenPrices list = list(totals, totals.group().serviceTier(), day);
        Usd now = list == null ? null : total(list, new RemainingUsage(totals).asItWas());
        Usd then = cost(totals, totals.group().serviceTier(), day);
        if (now == null || then == null || now.picodollars() <= 0) {
            return 0;
        }
        double metered = totals.sum(Measure.REMAINING_METERED_CALLS) / (double) totals.sum(Measure.REMAINING_CALLS);
        long saved = now.picodollars() - then.picodollars();
        return Math.clamp(saved / (double) now.picodollars() * metered, 0.0, 1.0);
    }

    /** What the group's tokens cost in a tier with shared prefixes cached where that is cheaper; null where a price is not known. */
    @Nullable
    Usd cost(GroupTotals totals, @Nullable String tier, LocalDate day) {
        TokenPrices list = list(totals, tier, day);
        if (list == null) {
            return null;
        }
        RemainingUsage usage = new RemainingUsage(totals);
        Usd asItWas = total(list, usage.asItWas());
        Usd cached = cached(list, usage);
        return asItWas == null || cached == null || asItWas.compareTo(cached) < 0 ? asItWas : cached;
    }

    private @Nullable Usd cached(TokenPrices list, RemainingUsage usage) {
        Usd unwritten = total(list, usage.withPrefixesRead());
        if (unwritten == null || list.cacheWrite5m() == null && list.cacheWrite1h() == null) {
            return unwritten;
        }
        Usd written = minutes > AN_HOUR ? null : total(list, usage.withPrefixesReadAndWritten(minutes > FIVE_MINUTES));
        return written == null || written.compareTo(unwritten) > 0 ? written : unwritten;
    }

    private @Nullable TokenPrices list(GroupTotals totals, @Nullable String tier, LocalDate day) {
        CallGroup group = totals.group();
        Instant at = day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        return prices.priceOf(group.model(), group.provider(), tier, at)
                .map(price -> price.pricesFor(new RemainingUsage(totals).meanInput()))
                .orElse(null);
    }

    private static @Nullable Usd total(TokenPrices list, Usage usage) {
        CallCost.Components cost = list.cost(usage);
        return cost == null ? null : cost.total();
    }
}
