package io.weighbridge.audit.levers;

import io.weighbridge.audit.assessment.Evidence.Cheaper;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the levers on the calls of a window, one after the other on what the ones before have left, so that savings add up and no call
 * saves more than it cost. Which calls failed or were repeated is told call by call ({@code rollup}); the levers after these save a share of
 * what a group's remaining calls cost, which is the same share of each.
 */
public final class Levers {
    private final LeverOptions options;
    private final PrefixPrices prefixes;
    private final BatchPrices batch;

    public Levers(LeverOptions options, PriceBook prices) {
        this.options = options;
        this.prefixes = new PrefixPrices(prices, options.prefixCacheMinutes());
        this.batch = new BatchPrices(prefixes);
    }

    /**
     * @param cheaper by task, what the chosen candidate saves
     * @return by lever, then task and team
     */
    public List<LeverSaving> savings(List<DayRollup> days, Map<String, Cheaper> cheaper) {
        Map<Part, Total> totals = new TreeMap<>(Part.ORDER);
        for (DayRollup day : days) {
            for (GroupTotals group : day.groups()) {
                pull(day, group, cheaper, totals);
            }
        }
        List<LeverSaving> savings = new ArrayList<>();
        totals.forEach((part, total) ->
                savings.add(new LeverSaving(part.lever(), part.task(), part.team(), total.calls, total.usd)));
        return savings;
    }

    private void pull(DayRollup day, GroupTotals totals, Map<String, Cheaper> cheaper, Map<Part, Total> savings) {
        CallGroup group = totals.group();
        take(savings, Lever.FAILED_CALLS, totals, Measure.FAILED_CALLS, totals.sum(Measure.FAILED_PICODOLLARS));
        take(savings, Lever.EXACT_DUPLICATES, totals, Measure.REPEATED_CALLS, totals.sum(Measure.REPEATED_PICODOLLARS));
        take(savings, Lever.NEAR_DUPLICATES, totals, Measure.NEAR_CALLS, totals.sum(Measure.NEAR_PICODOLLARS));
        take(savings, Lever.TEMPLATE_ANSWERS, totals, Measure.TEMPLATE_CALLS, totals.sum(Measure.TEMPLATE_PICODOLLARS));
        long left = totals.sum(Measure.REMAINING_PICODOLLARS);
        if (totals.sum(Measure.REMAINING_PREFIX_CALLS) > 0) {
            left -= take(
                    savings,
                    Lever.PREFIX_CACHING,
                    totals,
                    Measure.REMAINING_PREFIX_CALLS,
                    share(left, prefixes.share(totals, day.day())));
        }
        Cheaper choice = cheaper.get(group.task());
        if (choice != null && choice.incumbent().equals(group.model())) {
            left -= take(
                    savings,
                    Lever.OVER_PROVISIONED_MODEL,
                    totals,
                    Measure.REMAINING_CALLS,
                    share(left, choice.share()));
        }
        if (options.batchTasks().contains(group.task())) {
            double share = batch.share(totals, day.day());
            take(savings, Lever.BATCH_TIER, totals, Measure.REMAINING_CALLS, share(left, share));
        }
    }

    /** What is saved. */
    private static long take(
            Map<Part, Total> savings, Lever lever, GroupTotals totals, Measure calls, long picodollars) {
        if (picodollars > 0) {
            savings.computeIfAbsent(
                            new Part(
                                    lever, totals.group().task(), totals.group().team()),
                            unused -> new Total())
                    .add(totals.sum(calls), picodollars);
        }
        return picodollars;
    }

    private static long share(long amount, double share) {
        return Math.clamp((long) Math.floor(amount * share), 0, amount);
    }

    private record Part(Lever lever, String task, @Nullable String team) {
        private static final Comparator<Part> ORDER = Comparator.comparing(Part::lever)
                .thenComparing(Part::task)
                .thenComparing(Part::team, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private static final class Total {
        private long calls;
        private BigDecimal usd = BigDecimal.ZERO.setScale(12);

        void add(long moreCalls, long picodollars) {
            calls += moreCalls;
            usd = usd.add(new Usd(picodollars).toBigDecimal());
        }
    }
}
