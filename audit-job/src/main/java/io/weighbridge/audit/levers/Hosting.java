package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.HourlyLoad;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.cli.HostedModel;
import io.weighbridge.tokenlog.HostingCost;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sizes the replicas of a hosted model for the busiest hour of the calls that it would answer, and compares what they cost over the whole window,
 * idle or not, with what those calls cost. Calls are never picked: it answers all of its models' calls, or none.
 */
final class Hosting {
    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);

    private final long hours;

    /**
     * @param first day of the window
     * @param last day of the window: replicas run from the begin of the first to the end of the last, also on days without calls
     */
    Hosting(LocalDate first, LocalDate last) {
        this.hours = HourlyLoad.HOURS * (last.toEpochDay() - first.toEpochDay() + 1);
    }

    /** Whether a hosted model would answer these calls: of calls that all lack a count of tokens nobody knows what they take. */
    static boolean isHosted(HostedModel hosted, RemainingCalls calls) {
        return hosted.answersFor(calls.model()) && calls.totals().sum(Measure.METERED_CALLS) > 0;
    }

    /** @param calls all that the model would answer */
    HostingSizing sizing(HostedModel hosted, HostingCost cost, List<RemainingCalls> calls) {
        Map<Instant, Long> load = load(calls);
        Map.Entry<Instant, Long> peak =
                load.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
        BigDecimal atPeak = perSecond(BigDecimal.valueOf(peak == null ? 0 : peak.getValue()), 1);
        BigDecimal mean = perSecond(
                load.values().stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add), hours);
        long replicas = cost.replicasFor(atPeak.multiply(BigDecimal.valueOf(hosted.burst())));
        BigDecimal hostingUsd = cost.usd(replicas, hours);
        BigDecimal callsUsd = calls.stream()
                .map(each -> new Usd(each.picodollars()).toBigDecimal())
                .reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add);
        return new HostingSizing(
                hosted,
                calls.stream()
                        .mapToLong(each -> each.totals().sum(Measure.REMAINING_CALLS))
                        .sum(),
                peak == null ? null : peak.getKey(),
                atPeak,
                mean,
                replicas,
                hours,
                hostingUsd,
                callsUsd,
                callsUsd.signum() == 0 ? null : mean.multiply(hostingUsd).divide(callsUsd, MathContext.DECIMAL64));
    }

    /** Tokens by hour, of all calls: also of those that failed or were repeated, since nothing is sized for what other levers promise. */
    private static Map<Instant, Long> load(List<RemainingCalls> calls) {
        Map<Instant, Long> load = new TreeMap<>();
        for (RemainingCalls each : calls) {
            Instant midnight = each.day().atStartOfDay(ZoneOffset.UTC).toInstant();
            for (int hour = 0; hour < HourlyLoad.HOURS; hour++) {
                long tokens = tokens(each.totals(), hour);
                if (tokens > 0) {
                    load.merge(midnight.plusSeconds(3600L * hour), tokens, Math::addExact);
                }
            }
        }
        return load;
    }

    /** A call without a count of tokens is taken to have the mean of its day's group. */
    private static long tokens(GroupTotals totals, int hour) {
        long metered = totals.sum(Measure.METERED_CALLS);
        long all = totals.sum(Measure.CALLS);
        long tokens = totals.traffic().load().tokens(hour);
        return metered == all ? tokens : (long) Math.ceil(tokens * (all / (double) metered));
    }

    private static BigDecimal perSecond(BigDecimal tokens, long hours) {
        return tokens.divide(SECONDS_AN_HOUR.multiply(BigDecimal.valueOf(hours)), 6, RoundingMode.CEILING);
    }
}
