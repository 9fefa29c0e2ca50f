package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the batch tier would save of a group's cost: its tokens priced once by both tiers, at the length of its mean call. */
final class BatchPrices {
    private static final Set<String> STANDARD = Set.of("standard", "default", "auto");
    private static final String BATCH = "batch";
    /** Tokens that are priced together; a share does not need more. */
    private static final long ENOUGH = 100_000_000L;

    private final PriceBook prices;

    BatchPrices(PriceBook prices) {
        this.prices = prices;
    }

    /** In [0, 1]; 0 where the calls are not of the standard tier, or one of the two prices is not known. */
    double share(GroupTotals totals, LocalDate day) {
        CallGroup group = totals.group();
        long calls = totals.sum(Measure.REMAINING_METERED_CALLS);
        if (calls == 0 || group.serviceTier() != null && !STANDARD.contains(group.serviceTier())) {
            return 0;
        }
        Instant at = day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        long meanInput = totals.sum(Measure.REMAINING_INPUT_TOKENS) / calls;
        Usage usage = usage(totals);
        Usd now = cost(group, group.serviceTier(), at, meanInput, usage);
        Usd then = cost(group, BATCH, at, meanInput, usage);
        return now == null || then == null || now.picodollars() <= 0
                ? 0
                : Math.max(0, 1 - then.picodollars() / (double) now.picodollars());
    }

    private @Nullable Usd cost(CallGroup group, @Nullable String tier, Instant at, long meanInput, Usage usage) {
        CallCost.Components cost = prices.priceOf(group.model(), group.provider(), tier, at)
                .map(price -> price.pricesFor(meanInput).cost(usage))
                .orElse(null);
        return cost == null ? null : cost.total();
    }

    private static Usage usage(GroupTotals totals) {
        long most = Math.max(totals.sum(Measure.REMAINING_INPUT_TOKENS), totals.sum(Measure.REMAINING_OUTPUT_TOKENS));
        long divisor = Math.ceilDiv(most, ENOUGH);
        Part part = measure -> totals.sum(measure) / Math.max(1, divisor);
        long input = part.of(Measure.REMAINING_INPUT_TOKENS);
        long cacheRead = part.of(Measure.REMAINING_CACHE_READ_TOKENS);
        long write5m = part.of(Measure.REMAINING_CACHE_WRITE_5M_TOKENS);
        long write1h = part.of(Measure.REMAINING_CACHE_WRITE_1H_TOKENS);
        long cachedAudio = part.of(Measure.REMAINING_CACHED_AUDIO_INPUT_TOKENS);
        long uncached = input - cacheRead - write5m - write1h;
        return new Usage(
                input,
                cacheRead,
                write5m,
                write1h,
                part.of(Measure.REMAINING_OUTPUT_TOKENS),
                part.of(Measure.REMAINING_REASONING_TOKENS),
                Math.min(part.of(Measure.REMAINING_AUDIO_INPUT_TOKENS), uncached + cachedAudio), // rounded apart
                cachedAudio,
                part.of(Measure.REMAINING_AUDIO_OUTPUT_TOKENS),
                0);
    }

    private interface Part {
        long of(Measure measure);
    }
}
