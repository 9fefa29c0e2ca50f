package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.cli.Dollars;
import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Models whose tokens cost more than before, told so that no other mix of input, cached and output tokens looks like one: by what was billed
 * over what the price book makes of the same calls, against the days before; and by what the price book makes of a day's mean call at that day's
 * prices and at those of the day before.
 *
 * <p>A day is dearer where its ratio is at least two hundredths above the largest of the last seven days with calls: a rise is reported
 * once, on its first day, and prices that always vary are not. Ratios are of groups all of whose calls were billed and have a price.
 */
final class PriceRises {
    private static final double LEAST_RISE = 1.02;
    private static final int DAYS_BEFORE = 7;
    private static final long PICODOLLARS_PER_CENT = 10_000_000_000L;

    private final DailySpend spend;
    private final PriceBook prices;

    PriceRises(DailySpend spend, PriceBook prices) {
        this.spend = spend;
        this.prices = prices;
    }

    /** What calls have in common that have one price. */
    private static CallGroup sold(CallGroup group) {
        return new CallGroup(null, null, "", group.model(), group.provider(), group.serviceTier());
    }

    /** Summed over the groups whose bills and prices are complete. */
    private record Bill(long billed, long computed, long calls) {
        Bill plus(Bill other) {
            return new Bill(
                    Math.addExact(billed, other.billed), Math.addExact(computed, other.computed), calls + other.calls);
        }

        double ratio() {
            return billed / (double) computed;
        }

        /** Below a cent, rounded bills differ from prices by more than a price does. */
        boolean tells() {
            return billed >= PICODOLLARS_PER_CENT && computed >= PICODOLLARS_PER_CENT;
        }
    }

    /**
     * Candidates by bills: models, by group of price.
     *
     * @param confirmed given the models in question, billed and computed sums over exactly those calls of the day that have both
     */
    List<Anomaly> byBills(Confirmation confirmed) {
        Map<CallGroup, Bill> today = bills(spend.today());
        Map<CallGroup, List<Double>> before = ratiosBefore();
        Map<CallGroup, Double> risen = new TreeMap<>();
        today.forEach((group, bill) -> {
            List<Double> ratios = before.getOrDefault(group, List.of());
            double most = ratios.stream().mapToDouble(Double::doubleValue).max().orElse(Double.POSITIVE_INFINITY);
            if (bill.tells() && bill.ratio() >= LEAST_RISE * most) {
                risen.put(group, most);
            }
        });
        if (risen.isEmpty()) {
            return List.of();
        }
        Map<CallGroup, double[]> exact = confirmed.billedAndComputed(spend.day(), risen.keySet());
        List<Anomaly> found = new ArrayList<>();
        risen.forEach((group, most) -> {
            double[] sums = exact.getOrDefault(group, new double[2]);
            if (sums[1] > 0 && sums[0] / sums[1] >= LEAST_RISE * most) {
                found.add(anomaly(
                        group,
                        sums[0] / sums[1],
                        most,
                        sums[0],
                        sums[0] - most * sums[1],
                        String.format(
                                Locale.ROOT,
                                "billed %.3f times what the price book makes of the same calls; at most %.3f times on the %d days before",
                                sums[0] / sums[1],
                                most,
                                DAYS_BEFORE)));
            }
        });
        return found;
    }

    /** The sums over calls that have both a bill and a price. */
    interface Confirmation {
        /** Billed and computed picodollars by group of price. */
        Map<CallGroup, double[]> billedAndComputed(LocalDate day, Set<CallGroup> groups);
    }

    private Map<CallGroup, List<Double>> ratiosBefore() {
        Map<CallGroup, List<Double>> ratios = new TreeMap<>();
        for (var day : spend.before().reversed()) {
            bills(day.groups()).forEach((group, bill) -> {
                List<Double> known = ratios.computeIfAbsent(group, unused -> new ArrayList<>());
                if (bill.tells() && known.size() < DAYS_BEFORE) {
                    known.add(bill.ratio());
                }
            });
        }
        return ratios;
    }

    private static Map<CallGroup, Bill> bills(List<GroupTotals> groups) {
        Map<CallGroup, Bill> bills = new TreeMap<>();
        for (GroupTotals totals : groups) {
            long billed = totals.sum(Measure.BILLED_PICODOLLARS);
            boolean isComplete = billed == totals.sum(Measure.SPEND_PICODOLLARS)
                    && totals.sum(Measure.UNPRICED_CALLS) + totals.sum(Measure.USAGE_MISSING_CALLS) == 0;
            if (isComplete && billed > 0) {
                bills.merge(
                        sold(totals.group()),
                        new Bill(billed, totals.sum(Measure.COMPUTED_PICODOLLARS), totals.sum(Measure.CALLS)),
                        Bill::plus);
            }
        }
        return bills;
    }

    /** By the price book's own dates. */
    List<Anomaly> byBook() {
        Map<CallGroup, GroupTotals> today = new TreeMap<>();
        for (GroupTotals totals : spend.today()) {
            today.merge(sold(totals.group()), totals, GroupTotals::plus);
        }
        List<Anomaly> found = new ArrayList<>();
        today.forEach((group, totals) -> {
            long calls = totals.sum(Measure.REMAINING_METERED_CALLS);
            if (calls == 0) {
                return;
            }
            Usage mean = meanCall(totals, calls);
            Double now = cost(group, spend.day(), mean);
            Double then = cost(group, spend.day().minusDays(1), mean);
            if (now != null && then != null && then > 0 && now >= LEAST_RISE * then) {
                double ratio = now / then;
                double computed = totals.sum(Measure.COMPUTED_PICODOLLARS);
                found.add(anomaly(
                        group,
                        ratio,
                        1,
                        totals.sum(Measure.SPEND_PICODOLLARS),
                        computed - computed / ratio,
                        String.format(
                                Locale.ROOT,
                                "the price book has a price from this day on by which the day's mean call costs %.3f times as much as by that of the day before",
                                ratio)));
            }
        });
        return found;
    }

    private static Usage meanCall(GroupTotals totals, long calls) {
        long cacheRead = totals.sum(Measure.REMAINING_CACHE_READ_TOKENS) / calls;
        long write5m = totals.sum(Measure.REMAINING_CACHE_WRITE_5M_TOKENS) / calls;
        long write1h = totals.sum(Measure.REMAINING_CACHE_WRITE_1H_TOKENS) / calls;
        return new Usage(
                totals.sum(Measure.REMAINING_INPUT_TOKENS) / calls,
                cacheRead,
                write5m,
                write1h,
                totals.sum(Measure.REMAINING_OUTPUT_TOKENS) / calls,
                0,
                0,
                0,
                0,
                0);
    }

    private @Nullable Double cost(CallGroup group, LocalDate day, Usage usage) {
        Instant noon = day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        CallCost.Components cost = prices.priceOf(group.model(), group.provider(), group.serviceTier(), noon)
                .map(price -> price.pricesFor(usage.inputTokens()).cost(usage))
                .orElse(null);
        return cost == null ? null : (Double) (double) cost.total().picodollars();
    }

    private Anomaly anomaly(
            CallGroup group, double ratio, double usual, double picodollars, double excess, String explanation) {
        return new Anomaly(
                AnomalyKind.PRICE.label(),
                spend.day(),
                "model",
                group.model()
                        + (group.provider() == null ? "" : " of " + group.provider())
                        + (group.serviceTier() == null ? "" : ", " + group.serviceTier()),
                "times the price before",
                ratio,
                usual,
                null,
                null,
                ratio / usual,
                null,
                null,
                Dollars.ofPicodollars(picodollars),
                Dollars.ofPicodollars(excess),
                List.of(),
                explanation);
    }
}
