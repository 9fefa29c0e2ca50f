package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.tokenlog.Usd;
import java.time.LocalDate;
import java.util.Set;

/**
 * What the batch tier would save of what a group costs with its shared prefixes cached: its tokens priced once by both tiers, at the length
 * of its mean call. A batch tier without a price for cache reads is asked its price without them.
 */
final class BatchPrices {
    private static final Set<String> STANDARD = Set.of("standard", "default", "auto");
    private static final String BATCH = "batch";

    private final PrefixPrices prices;

    BatchPrices(PrefixPrices prices) {
        this.prices = prices;
    }

    /** In [0, 1]; 0 where the calls are not of the standard tier, or one of the two prices is not known. */
    double share(GroupTotals totals, LocalDate day) {
        CallGroup group = totals.group();
        if (totals.sum(Measure.REMAINING_METERED_CALLS) == 0
                || group.serviceTier() != null && !STANDARD.contains(group.serviceTier())) {
            return 0;
        }
        Usd now = prices.cost(totals, group.serviceTier(), day);
        Usd then = prices.cost(totals, BATCH, day);
        return now == null || then == null || now.picodollars() <= 0
                ? 0
                : Math.max(0, (now.picodollars() - then.picodollars()) / (double) now.picodollars());
    }
}
