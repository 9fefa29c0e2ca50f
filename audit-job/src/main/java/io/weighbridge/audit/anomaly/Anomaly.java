package io.weighbridge.audit.anomaly;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something unusual on a day. Names are from the log, bounded and not escaped.
 *
 * @param kind label of an {@link AnomalyKind}
 * @param dimension what {@code name} names: "all", "team", "task", "model", "application and model", "session", "workflow", "prompt"
 * @param unit of {@code observed}, {@code expected} and the usual range
 * @param expected median of what was to be expected; null where nothing was
 * @param usualLow nine of ten days are between it and {@code usualHigh}; null where no test was made
 * @param pValue probability of as much by itself; null where no test was made
 * @param falseAlarmsPerMonth expected over everything that is tested if all that is as improbable were reported: the p-value, adjusted
 * @param spendUsd what it cost, as far as known
 * @param excessUsd what of it is more than expected; null where unknown
 * @param contributors who made the difference, largest first
 * @param explanation a sentence in which nothing is from the log
 */
public record Anomaly(
        String kind,
        LocalDate day,
        String dimension,
        String name,
        String unit,
        double observed,
        @Nullable Double expected,
        @Nullable Double usualLow,
        @Nullable Double usualHigh,
        @Nullable Double ratio,
        @Nullable Double pValue,
        @Nullable Double falseAlarmsPerMonth,
        BigDecimal spendUsd,
        @Nullable BigDecimal excessUsd,
        List<Contributor> contributors,
        String explanation) {
    private static final int LONGEST_NAME = 120;

    public Anomaly {
        name = bounded(name);
        contributors = List.copyOf(contributors);
    }

    /**
     * Calls that cost more than on the same weekdays before.
     *
     * @param team null where the log does not say
     * @param changeUsd against the mean of those days
     */
    public record Contributor(@Nullable String team, String task, String model, BigDecimal changeUsd) {
        public Contributor {
            team = team == null ? null : bounded(team);
            task = bounded(task);
            model = bounded(model);
        }
    }

    private static String bounded(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }
}
