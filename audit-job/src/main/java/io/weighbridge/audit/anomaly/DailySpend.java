package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The days before one, and it: sums by any part of the calls. A day of which the lake has no call at all is unknown; a day on which
 * others called and a series did not is 0.
 */
final class DailySpend {
    private static final int WEEK = 7;

    private final LocalDate judged;
    private final LocalDate from;
    private final NavigableMap<LocalDate, DayRollup> days = new TreeMap<>();

    /**
     * @param all days with calls
     * @param judged one of them
     */
    DailySpend(List<DayRollup> all, LocalDate judged, int weeks) {
        this.judged = judged;
        this.from = judged.minusDays((long) WEEK * weeks);
        for (DayRollup day : all) {
            if (!day.day().isBefore(from) && !day.day().isAfter(judged)) {
                days.put(day.day(), day);
            }
        }
    }

    LocalDate day() {
        return judged;
    }

    /** The day that is judged. */
    List<GroupTotals> today() {
        return days.lastEntry().getValue().groups();
    }

    /** Days with calls before it, in order. */
    List<DayRollup> before() {
        return List.copyOf(days.headMap(judged).values());
    }

    /** First day there is, which may be the judged one. */
    LocalDate first() {
        return days.firstKey();
    }

    /**
     * A measure by part and day: one value for each day of the history, NaN where it is unknown, then that of the judged day.
     *
     * @param part null where a group belongs to none
     */
    <K extends Comparable<K>> NavigableMap<K, double[]> series(Function<CallGroup, @Nullable K> part, Measure measure) {
        int length = (int) (judged.toEpochDay() - from.toEpochDay()) + 1;
        double[] empty = new double[length];
        Arrays.fill(empty, Double.NaN);
        days.keySet().forEach(day -> empty[place(day)] = 0);
        NavigableMap<K, double[]> series = new TreeMap<>();
        days.forEach((day, rollup) -> {
            for (GroupTotals group : rollup.groups()) {
                K key = part.apply(group.group());
                if (key != null) {
                    series.computeIfAbsent(key, unused -> empty.clone())[place(day)] += group.sum(measure);
                }
            }
        });
        return series;
    }

    /** How much more a day cost than the mean of the last four of its weekdays that are known, else of all days; by part, in picodollars. */
    <K extends Comparable<K>> Map<K, Double> changes(Function<CallGroup, @Nullable K> part) {
        Map<K, Double> changes = new TreeMap<>();
        series(part, Measure.SPEND_PICODOLLARS).forEach((key, values) -> {
            int today = values.length - 1;
            double[] alike = new double[4];
            int count = 0;
            for (int day = today - WEEK; day >= 0 && count < alike.length; day -= WEEK) {
                if (!Double.isNaN(values[day])) {
                    alike[count++] = values[day];
                }
            }
            double usual = count > 0
                    ? Arrays.stream(alike, 0, count).average().orElse(0)
                    : Arrays.stream(values, 0, today)
                            .filter(value -> !Double.isNaN(value))
                            .average()
                            .orElse(0);
            changes.put(key, values[today] - usual);
        });
        return changes;
    }

    private int place(LocalDate day) {
        return (int) (day.toEpochDay() - from.toEpochDay());
    }

    /** What a day usually costs in all: the median of the days before, else the day itself; in picodollars. */
    double usualDay() {
        double[] all = series(group -> "", Measure.SPEND_PICODOLLARS).getOrDefault("", new double[1]);
        double[] known = Arrays.stream(all, 0, all.length - 1)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return known.length == 0 ? all[all.length - 1] : known[known.length / 2];
    }
}
