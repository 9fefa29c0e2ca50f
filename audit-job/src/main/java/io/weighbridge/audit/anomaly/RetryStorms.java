package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.UnusualRate;
import io.weighbridge.evidence.UnusualRate.Judgement;
import io.weighbridge.evidence.UnusualRate.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Applications and models with a larger share of troubled calls (failed, or a further attempt) on a day than is usual for them
 * ({@link UnusualRate}), with the hour in which most of them fell.
 */
final class RetryStorms {
    private static final int MOST_SERIES = 500;

    private final DailySpend spend;

    /** An application, null where the log does not say, and a model. */
    record Caller(@Nullable String application, String model) implements Comparable<Caller> {
        private static final Comparator<Caller> ORDER = Comparator.comparing(
                        Caller::application, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Caller::model);

        @Override
        public int compareTo(Caller other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The hour of a day in which most of a caller's troubled calls fell.
     *
     * @param hour in UTC, 0 to 23
     * @param picodollars that the day's troubled calls cost, as far as known
     */
    record WorstHour(int hour, long troubled, long calls, long picodollars) {}

    /** Where calls are looked at one by one. */
    interface Hours {
        Map<Caller, WorstHour> worst(LocalDate day, Set<Caller> callers);
    }

    private record Found(Caller caller, Series series, Judgement judgement) {}

    private final List<Found> found = new ArrayList<>();
    private int tested;

    RetryStorms(DailySpend spend, double falseAlarms) {
        this.spend = spend;
        NavigableMap<Caller, double[]> calls = spend.series(RetryStorms::caller, Measure.CALLS);
        NavigableMap<Caller, double[]> troubled = spend.series(RetryStorms::caller, Measure.TROUBLED_CALLS);
        List<Caller> callers = calls.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Caller, double[]> each) -> -before(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .limit(MOST_SERIES)
                .toList();
        List<Series> series = callers.stream()
                .map(caller -> series(
                        whole(Objects.requireNonNull(troubled.get(caller))),
                        whole(Objects.requireNonNull(calls.get(caller)))))
                .toList();
        List<Judgement> judgements = UnusualRate.judge(series, falseAlarms);
        for (int i = 0; i < series.size(); i++) {
            tested += judgements.get(i).pValue() == null ? 0 : 1;
            if (judgements.get(i).isAlarm()) {
                found.add(new Found(callers.get(i), series.get(i), judgements.get(i)));
            }
        }
    }

    int tested() {
        return tested;
    }

    /** @param hours is asked only where there is a storm */
    List<Anomaly> found(Hours hours) {
        if (found.isEmpty()) {
            return List.of();
        }
        Set<Caller> callers = new TreeSet<>();
        found.forEach(each -> callers.add(each.caller()));
        Map<Caller, WorstHour> worst = hours.worst(spend.day(), callers);
        return found.stream()
                .map(each -> anomaly(each, Objects.requireNonNull(worst.get(each.caller()))))
                .toList();
    }

    private Anomaly anomaly(Found storm, WorstHour worst) {
        long count = storm.series().count();
        long total = storm.series().total();
        double usual = Objects.requireNonNull(storm.judgement().share());
        double perMonth =
                AnomalyOptions.perMonth(Objects.requireNonNull(storm.judgement().falseAlarms()));
        String application = storm.caller().application();
        return new Anomaly(
                AnomalyKind.RETRY_STORM.label(),
                spend.day(),
                "application and model",
                (application == null ? SpendLedger.UNNAMED : application) + " on "
                        + storm.caller().model(),
                "failed or repeated calls",
                count,
                usual * total,
                null,
                null,
                count / (usual * total),
                storm.judgement().pValue(),
                perMonth,
                Dollars.ofPicodollars(worst.picodollars()),
                Dollars.ofPicodollars(worst.picodollars() * (1 - usual * total / count)),
                List.of(),
                String.format(
                        Locale.ROOT,
                        "%.1f %% of %,d calls failed or were further attempts, %.1f %% are usual; the worst hour is %02d:00 UTC, %,d of %,d"
                                + "; as much by chance %s",
                        100.0 * count / total,
                        total,
                        100 * usual,
                        worst.hour(),
                        worst.troubled(),
                        worst.calls(),
                        SpendRises.often(perMonth)));
    }

    private static Caller caller(CallGroup group) {
        return new Caller(group.application(), group.model());
    }

    private static Series series(long[] troubled, long[] calls) {
        int today = calls.length - 1;
        return new Series(Arrays.copyOf(troubled, today), Arrays.copyOf(calls, today), troubled[today], calls[today]);
    }

    private static long[] whole(double[] values) {
        return Arrays.stream(values)
                .mapToLong(value -> Double.isNaN(value) ? 0 : (long) value)
                .toArray();
    }

    private static double before(double[] days) {
        return Arrays.stream(days, 0, days.length - 1)
                .filter(value -> value > 0)
                .sum();
    }
}
