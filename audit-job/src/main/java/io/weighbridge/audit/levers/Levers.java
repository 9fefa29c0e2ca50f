package io.weighbridge.audit.levers;

import io.weighbridge.audit.assessment.Evidence.Cheaper;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.HostedModel;
import io.weighbridge.tokenlog.HostingCost;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the levers on the calls of a window, one after the other on what the ones before have left, so that savings add up and no call
 * saves more than it cost. Which calls failed or were repeated is told call by call ({@code rollup}); the levers after these save a share of
 * what a group's remaining calls cost, which is the same share of each. Hosting alone looks at all calls of a window at once.
 */
public final class Levers {
    private static final int SCALE = 12;

    private final LeverOptions options;
    private final PrefixPrices prefixes;
    private final BatchPrices batch;
    private final Map<HostedModel, HostingCost> hosting;

    /**
     * @param at when the costs of hosting are looked up
     * @throws BadInputException if a model that is to be hosted has no such cost in the price book
     */
    public Levers(LeverOptions options, PriceBook prices, Instant at) {
        this.options = options;
        this.prefixes = new PrefixPrices(prices, options.prefixCacheMinutes());
        this.batch = new BatchPrices(prefixes);
        this.hosting = hosting(options, prices, at);
    }

    private static Map<HostedModel, HostingCost> hosting(LeverOptions options, PriceBook prices, Instant at) {
        Map<HostedModel, HostingCost> hosting = new LinkedHashMap<>();
        for (HostedModel hosted : options.hosting()) {
            HostingCost cost = prices.priceOf(hosted.model(), null, null, at)
                    .map(ModelPrice::hosting)
                    .orElseThrow(
                            () -> new BadInputException("hosting: must name models whose price in the price book is by"
                                    + " hosting, was " + hosted.model()));
            hosting.put(hosted, cost);
        }
        return hosting;
    }

    /**
     * What all levers save together.
     *
     * @param savings by lever, then task and team
     * @param hosting one for each model that could be hosted, in the order of the settings
     */
    public record Pulled(List<LeverSaving> savings, List<HostingSizing> hosting) {}

    /** The savings of {@link #pulled}. */
    public List<LeverSaving> savings(List<DayRollup> days, Map<String, Cheaper> cheaper) {
        return pulled(days, cheaper).savings();
    }

    /**
     * @param days of the window, in order of time
     * @param cheaper by task, what the chosen candidate saves
     */
    public Pulled pulled(List<DayRollup> days, Map<String, Cheaper> cheaper) {
        Map<Part, Total> totals = new TreeMap<>(Part.ORDER);
        List<RemainingCalls> remaining = new ArrayList<>();
        for (DayRollup day : days) {
            for (GroupTotals group : day.groups()) {
                remaining.add(pull(day, group, cheaper, totals));
            }
        }
        List<HostingSizing> sizings = host(remaining, days, totals);
        remaining.forEach(calls -> batch(calls, totals));
        List<LeverSaving> savings = new ArrayList<>();
        totals.forEach((part, total) ->
                savings.add(new LeverSaving(part.lever(), part.task(), part.team(), total.calls, total.usd)));
        return new Pulled(savings, sizings);
    }

    /** Pulls the levers that save something of each call, or nothing. */
    private RemainingCalls pull(
            DayRollup day, GroupTotals totals, Map<String, Cheaper> cheaper, Map<Part, Total> savings) {
        CallGroup group = totals.group();
        take(savings, Lever.FAILED_CALLS, totals, Measure.FAILED_CALLS, totals.sum(Measure.FAILED_PICODOLLARS));
        take(savings, Lever.EXACT_DUPLICATES, totals, Measure.REPEATED_CALLS, totals.sum(Measure.REPEATED_PICODOLLARS));
        take(savings, Lever.NEAR_DUPLICATES, totals, Measure.NEAR_CALLS, totals.sum(Measure.NEAR_PICODOLLARS));
        take(savings, Lever.TEMPLATE_ANSWERS, totals, Measure.TEMPLATE_CALLS, totals.sum(Measure.TEMPLATE_PICODOLLARS));
        long left = totals.sum(Measure.REMAINING_PICODOLLARS);
        String model = group.model();
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
            model = choice.candidate();
        }
        return new RemainingCalls(day.day(), totals, model, left);
    }

    /** What is hosted does not remain: it has no batch tier. */
    private List<HostingSizing> host(List<RemainingCalls> remaining, List<DayRollup> days, Map<Part, Total> savings) {
        if (days.isEmpty()) {
            return List.of();
        }
        Hosting window = new Hosting(days.getFirst().day(), days.getLast().day());
        List<HostingSizing> sizings = new ArrayList<>();
        hosting.forEach((hosted, cost) -> {
            List<RemainingCalls> calls = remaining.stream()
                    .filter(each -> Hosting.isHosted(hosted, each))
                    .toList();
            HostingSizing sizing = window.sizing(hosted, cost, calls);
            sizings.add(sizing);
            if (sizing.savingUsd().signum() > 0) {
                share(sizing.savingUsd(), calls, savings);
                remaining.removeIf(each -> Hosting.isHosted(hosted, each));
            }
        });
        return sizings;
    }

    /** To tasks and teams in proportion to what is left of their calls, so that none saves more than that. */
    private static void share(BigDecimal usd, List<RemainingCalls> hosted, Map<Part, Total> savings) {
        Map<Part, Total> left = new TreeMap<>(Part.ORDER);
        hosted.forEach(each -> take(left, Lever.HOSTING, each.totals(), Measure.REMAINING_CALLS, each.picodollars()));
        List<BigInteger> shares = ProportionalShares.shares(
                usd.unscaledValue(),
                left.values().stream().map(total -> total.usd.unscaledValue()).toList());
        Iterator<BigInteger> share = shares.iterator();
        left.forEach((part, total) -> {
            BigDecimal saved = new BigDecimal(share.next(), SCALE);
            if (saved.signum() > 0) {
                savings.computeIfAbsent(part, unused -> new Total()).add(total.calls, saved);
            }
        });
    }

    private void batch(RemainingCalls calls, Map<Part, Total> savings) {
        if (options.batchTasks().contains(calls.totals().group().task())) {
            double share = batch.share(calls.totals(), calls.day());
            take(savings, Lever.BATCH_TIER, calls.totals(), Measure.REMAINING_CALLS, share(calls.picodollars(), share));
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
                    .add(totals.sum(calls), new Usd(picodollars).toBigDecimal());
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
        private BigDecimal usd = BigDecimal.ZERO.setScale(SCALE);

        void add(long moreCalls, BigDecimal moreUsd) {
            calls += moreCalls;
            usd = usd.add(moreUsd);
        }
    }
}
