package io.weighbridge.audit.anomaly;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was unusual on some days, and what was looked at.
 *
 * @param from first of the days judged; null where there was none, as for {@code to}
 * @param historyFrom first day that any of them was compared with; null where there is none before them
 * @param falseAlarmsPerMonth expected over everything that is tested
 * @param seriesTested series of spend, most on any of the days
 * @param seriesNotTested those whose history supports no test, on the last of the days
 * @param ratesTested series of failed calls, most on any of the days
 * @param notJudged kinds on which nothing can be said on the last of the days, and why
 * @param findings by kind, then dearest first; at most {@link #MOST} of a kind
 * @param notListed findings beyond those, by kind
 */
public record Anomalies(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable LocalDate historyFrom,
        double falseAlarmsPerMonth,
        int weeks,
        int seriesTested,
        int seriesNotTested,
        int ratesTested,
        SortedMap<String, String> notJudged,
        List<Anomaly> findings,
        SortedMap<String, Integer> notListed) {
    /** Listed findings of a kind. */
    static final int MOST = 20;

    /** Where there is no day with calls. */
    static Anomalies none(AnomalyOptions options) {
        return new Anomalies(
                null,
                null,
                null,
                options.falseAlarmsPerMonth(),
                options.weeks(),
                0,
                0,
                0,
                new TreeMap<>(),
                List.of(),
                new TreeMap<>());
    }

    /** How many there are, listed or not. */
    public int count() {
        return findings.size()
                + notListed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What was looked at, as a part of a sentence. */
    public String lookedAt() {
        return String.format(
                Locale.ROOT,
                "%,d series of spend and %,d of failed calls tested against up to %d weeks, %,d not tested for want of history; %s expected a month",
                seriesTested,
                ratesTested,
                weeks,
                seriesNotTested,
                falseAlarmsPerMonth == 1
                        ? "1 false alarm is"
                        : String.format(Locale.ROOT, "%.3g false alarms are", falseAlarmsPerMonth));
    }

    /** For a summary line: {@code "3 unusual: 1 spend, 2 loop"}; empty where there is nothing. */
    public String phrase() {
        if (count() == 0) {
            return "";
        }
        Map<String, Integer> counts = new TreeMap<>(notListed);
        findings.forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        for (AnomalyKind kind : AnomalyKind.values()) {
            if (counts.containsKey(kind.label())) {
                parts.add(counts.get(kind.label()) + " " + kind.label());
            }
        }
        return count() + " unusual: " + String.join(", ", parts);
    }
}
