package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.tokenlog.PriceBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what was unusual on the last days of a window, each against the weeks before it: from rollups, but for loops, which take one
 * look at the calls of the days that are judged. What comes after a day is never looked at.
 */
public final class AnomalyJob {
    private final AnomalyOptions options;
    private final PriceBook prices;

    public AnomalyJob(AnomalyOptions options, PriceBook prices) {
        this.options = options;
        this.prices = prices;
    }

    /**
     * Judges the last days with calls of a part of a lake.
     *
     * @param from no day before it is judged, but they are history; null is the first day there is, {@code to} likewise the last
     */
    public Anomalies run(Lake lake, Rollups rollups, @Nullable LocalDate from, @Nullable LocalDate to) {
        List<LocalDate> days = lake.callFiles().stream()
                .map(CallFile::day)
                .distinct()
                .filter(day -> (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to)))
                .sorted()
                .toList();
        List<LocalDate> judged = last(days);
        return judged.isEmpty()
                ? Anomalies.none(options)
                : run(lake, rollups, rollups.days(judged.getFirst(), judged.getLast()));
    }

    /**
     * Judges the last days of a window.
     *
     * @param lake pinned, or not changed meanwhile
     * @param window that was read already; what is before it is read too, as far as it is history
     */
    public Anomalies run(Lake lake, Rollups rollups, List<DayRollup> window) {
        List<LocalDate> judged = last(window.stream().map(DayRollup::day).toList());
        if (judged.isEmpty()) {
            return Anomalies.none(options);
        }
        LocalDate first = judged.getFirst().minusWeeks(options.weeks());
        List<DayRollup> days = new ArrayList<>();
        if (first.isBefore(window.getFirst().day())) {
            days.addAll(rollups.days(first, window.getFirst().day().minusDays(1)));
        }
        window.stream().filter(day -> !day.day().isBefore(first)).forEach(days::add);
        Findings findings = new Findings();
        for (LocalDate day : judged) {
            judge(new DailySpend(days, day, options.weeks()), lake, findings);
        }
        LocalDate earliest = days.getFirst().day();
        return findings.anomalies(judged, earliest.isBefore(judged.getLast()) ? earliest : null, options);
    }

    private List<LocalDate> last(List<LocalDate> days) {
        return days.subList(Math.max(0, days.size() - options.days()), days.size());
    }

    private void judge(DailySpend spend, Lake lake, Findings findings) {
        SingleCalls calls = new SingleCalls(lake.calls());
        findings.judging.clear();
        SpendRises rises = SpendRises.of(spend, options.falseAlarmsInSpend());
        findings.add(AnomalyKind.SPEND, rises.found());
        findings.seriesTested = Math.max(findings.seriesTested, rises.tested());
        findings.seriesNotTested = rises.notTested();
        if (rises.tested() == 0) {
            findings.judging.put(AnomalyKind.SPEND.label(), "not enough history: " + history(spend));
        }
        if (spend.before().size() < NewModels.FEWEST_DAYS) {
            findings.judging.put(AnomalyKind.NEW_MODEL.label(), "not enough history: " + history(spend));
        } else {
            findings.add(AnomalyKind.NEW_MODEL, NewModels.of(spend));
        }
        if (spend.before().isEmpty()) {
            findings.judging.put(AnomalyKind.PRICE.label(), "not enough history: " + history(spend));
        }
        PriceRises priceRises = new PriceRises(spend, prices);
        findings.add(AnomalyKind.PRICE, priceRises.byBook());
        findings.add(AnomalyKind.PRICE, priceRises.byBills(calls));
        findings.add(AnomalyKind.LOOP, new Loops(lake.calls(), spend.day()).found(spend.usualDay()));
        RetryStorms storms = new RetryStorms(spend, options.falseAlarmsInRetries());
        findings.add(AnomalyKind.RETRY_STORM, storms.found(calls));
        findings.ratesTested = Math.max(findings.ratesTested, storms.tested());
        if (storms.tested() == 0) {
            findings.judging.put(AnomalyKind.RETRY_STORM.label(), "not enough history: " + history(spend));
        }
    }

    private static String history(DailySpend spend) {
        int days = spend.before().size();
        return days + (days == 1 ? " day" : " days") + " with calls before " + spend.day();
    }

    /** What has been found so far. */
    private static final class Findings {
        private static final Comparator<Anomaly> DEAREST = Comparator.comparing(
                        (Anomaly finding) -> finding.excessUsd() == null ? finding.spendUsd() : finding.excessUsd())
                .reversed()
                .thenComparing(Anomaly::day)
                .thenComparing(Anomaly::dimension)
                .thenComparing(Anomaly::name);

        private final SortedMap<AnomalyKind, List<Anomaly>> found = new TreeMap<>();
        private final SortedMap<String, String> judging = new TreeMap<>();
        private int seriesTested;
        private int seriesNotTested;
        private int ratesTested;

        void add(AnomalyKind kind, List<Anomaly> more) {
            found.computeIfAbsent(kind, unused -> new ArrayList<>()).addAll(more);
        }

        Anomalies anomalies(List<LocalDate> judged, @Nullable LocalDate historyFrom, AnomalyOptions options) {
            List<Anomaly> listed = new ArrayList<>();
            SortedMap<String, Integer> notListed = new TreeMap<>();
            found.forEach((kind, all) -> {
                all.stream().sorted(DEAREST).limit(Anomalies.MOST).forEach(listed::add);
                if (all.size() > Anomalies.MOST) {
                    notListed.put(kind.label(), all.size() - Anomalies.MOST);
                }
            });
            return new Anomalies(
                    judged.getFirst(),
                    judged.getLast(),
                    historyFrom,
                    options.falseAlarmsPerMonth(),
                    options.weeks(),
                    seriesTested,
                    seriesNotTested,
                    ratesTested,
                    judging,
                    List.copyOf(listed),
                    notListed);
        }
    }
}
