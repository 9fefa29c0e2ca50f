package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

/**
 * When calls happen: busy weekdays, quiet weekends, two humps a day. Rows are in order of time; a row's time is a pure
 * function of (plan, row).
 */
final class Traffic {
    /** Monday to Sunday. */
    private static final int[] DAY_WEIGHTS = {112, 110, 108, 106, 104, 62, 48};
    /** Hour 0 to 23. */
    private static final int[] HOUR_WEIGHTS = {
        8, 5, 4, 3, 4, 8, 20, 42, 68, 86, 92, 88, 74, 80, 88, 86, 78, 66, 58, 52, 44, 34, 22, 14
    };

    private static final long HOUR_TOTAL = IntStream.of(HOUR_WEIGHTS).sum();
    private static final Duration HOUR = Duration.ofHours(1);

    private final MonthPlan plan;
    private final long[] weightBefore;

    Traffic(MonthPlan plan) {
        this.plan = plan;
        this.weightBefore = new long[plan.days() + 1];
        for (int day = 0; day < plan.days(); day++) {
            int weekday = date(day).getDayOfWeek().getValue() - 1;
            weightBefore[day + 1] = weightBefore[day] + DAY_WEIGHTS[weekday];
        }
    }

    LocalDate date(int day) {
        return plan.from().plusDays(day);
    }

    /** The first row of a day, counted from 0; of the day after the last one, the number of rows. */
    long firstRow(int day) {
        return Math.multiplyExact(plan.calls(), weightBefore[day]) / weightBefore[plan.days()];
    }

    /** When the call of a row begins. */
    Instant time(long row, int day) {
        long first = firstRow(day);
        double jitter = RowRandom.of(plan.seed(), Purpose.TIME, row).uniform();
        double position = (row - first + jitter) / (firstRow(day + 1) - first);
        return date(day).atStartOfDay(ZoneOffset.UTC).toInstant().plus(intoDay(position));
    }

    /** The time of day by which this share of a day's calls has happened. */
    private static Duration intoDay(double share) {
        double left = share * HOUR_TOTAL;
        int hour = 0;
        while (hour < HOUR_WEIGHTS.length - 1 && left >= HOUR_WEIGHTS[hour]) {
            left -= HOUR_WEIGHTS[hour];
            hour++;
        }
        long millis = (long) (left / HOUR_WEIGHTS[hour] * HOUR.toMillis());
        return Duration.ofHours(hour).plusMillis(Math.min(millis, HOUR.toMillis() - 1));
    }
}
