package io.weighbridge.evidence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one series of daily spend is expected to be on the day after its history: a level of late, times what the day of the week
 * usually does, and how far each earlier day was from what its own past had said.
 *
 * <p>Days are judged by y = log(spend / typical + 0.1), so that noise is about equally large in large and small series and a day
 * without spend is a number. The effect of a weekday is the median of its days' distance from the median of the seven days around
 * them (as in classical decomposition by moving medians; Cleveland et al., Journal of Official Statistics 1990, for why robust), shrunk
 * towards none as James and Stein do (Fourth Berkeley Symposium 1961, positive part), because four or eight Mondays do not say much. The
 * level is the trimmed mean of the last 14 days, or the median of all days where that is more: whoever comes back from a holiday is not unusual. It
 * follows a trend, and has taken a new level for usual after a week or two.
 *
 * <p>The residual of an earlier day is its distance from the same forecast made of the days before it, with weekday effects made of the
 * other days. So forecast errors, slow trends and autocorrelation are in the residuals, as they will be in the distance of the day that is judged.
 */
final class SeasonalBaseline {
    /** Three of each weekday; below, neither an effect nor a spread can be told. */
    static final int FEWEST_DAYS = 21;

    /** Of the days, so that the median day has spend. */
    private static final double FEWEST_ACTIVE = 0.6;

    private static final int WEEK = 7;
    private static final int LATE_DAYS = 14;
    private static final double FLOOR = 0.1;
    private static final double TRIMMED = 0.2;
    /** Var of a median of normal values, by their variance over their number. */
    private static final double MEDIAN_VARIANCE = Math.PI / 2;

    private final double typical;
    private final double forecast;
    private final double[] residuals;

    private SeasonalBaseline(double typical, double forecast, double[] residuals) {
        this.typical = typical;
        this.forecast = forecast;
        this.residuals = residuals;
    }

    /**
     * Why a history supports no judgement; null where it does.
     *
     * @param spends as for {@link #of}
     */
    static @Nullable String refusal(double[] spends) {
        int begun = begun(spends);
        int days = 0;
        int active = 0;
        int sameWeekday = 0;
        for (int day = begun; day < spends.length; day++) {
            if (!Double.isNaN(spends[day])) {
                days++;
                active += spends[day] > 0 ? 1 : 0;
                sameWeekday += (spends.length - day) % WEEK == 0 ? 1 : 0;
            }
        }
        if (days < FEWEST_DAYS) {
            return days + " days of history, at least " + FEWEST_DAYS + " are needed";
        }
        if (sameWeekday < FEWEST_DAYS / WEEK) {
            return sameWeekday + " earlier days of this weekday, at least " + FEWEST_DAYS / WEEK + " are needed";
        }
        return active < FEWEST_ACTIVE * days
                ? "spend on " + active + " of " + days + " days, which is too rarely"
                : null;
    }

    /**
     * @param spends of the days before the one that is judged, in order, none negative, NaN where nothing is known of a day; what
     *     comes before the first spend is no history
     * @throws IllegalArgumentException if they are {@linkplain #refusal refused}
     */
    static SeasonalBaseline of(double[] spends) {
        String refusal = refusal(spends);
        if (refusal != null) {
            throw new IllegalArgumentException("history: " + refusal);
        }
        double[] history = Arrays.copyOfRange(spends, begun(spends), spends.length);
        double typical =
                Medians.median(Arrays.stream(history).filter(x -> x > 0).toArray());
        double[] y = Arrays.stream(history)
                .map(x -> StrictMath.log(x / typical + FLOOR))
                .toArray();
        WeekdayEffects effects = new WeekdayEffects(y);
        double[] settled = new double[y.length];
        double[] residuals = new double[y.length];
        int count = 0;
        for (int day = 0; day < y.length; day++) {
            settled[day] = y[day] - effects.of(day);
        }
        for (int day = 0; day < y.length; day++) {
            if (!Double.isNaN(y[day]) && known(settled, day) >= WEEK) {
                residuals[count++] = y[day] - effects.withoutDay(day) - level(settled, day);
            }
        }
        return new SeasonalBaseline(
                typical, level(settled, y.length) + effects.of(y.length), Arrays.copyOf(residuals, count));
    }

    private static int begun(double[] spends) {
        int day = 0;
        while (day < spends.length && !(spends[day] > 0)) {
            day++;
        }
        return day;
    }

    private static int known(double[] values, int before) {
        int known = 0;
        for (int day = 0; day < before; day++) {
            known += Double.isNaN(values[day]) ? 0 : 1;
        }
        return known;
    }

    /** Of the days before one. */
    private static double level(double[] settled, int before) {
        double[] late = new double[LATE_DAYS];
        double[] all = new double[before];
        int lateCount = 0;
        int count = 0;
        for (int day = before - 1; day >= 0; day--) {
            if (!Double.isNaN(settled[day])) {
                all[count++] = settled[day];
                if (lateCount < LATE_DAYS) {
                    late[lateCount++] = settled[day];
                }
            }
        }
        double ofLate = Medians.trimmedMean(Arrays.copyOf(late, lateCount), TRIMMED);
        return count == lateCount ? ofLate : Math.max(ofLate, Medians.median(Arrays.copyOf(all, count)));
    }

    /** How far a day's spend is from the forecast, in log units. */
    double residual(double spend) {
        return StrictMath.log(spend / typical + FLOOR) - forecast;
    }

    /** The spend that is so far from the forecast. */
    double spend(double residual) {
        return Math.max(0, typical * (StrictMath.exp(forecast + residual) - FLOOR));
    }

    /** Of earlier days, in log units. */
    double[] residuals() {
        return residuals;
    }

    /** What each day of the week does to y, counted back from the day that is judged. */
    private static final class WeekdayEffects {
        private final double[] y;
        private final double[] distances;
        private final double[] effects = new double[WEEK];
        private final double kept;

        WeekdayEffects(double[] y) {
            this.y = y;
            this.distances = new double[y.length];
            for (int day = 0; day < y.length; day++) {
                distances[day] = y[day] - aroundMedian(day);
            }
            double squares = 0;
            double[] errors = new double[y.length];
            int count = 0;
            int weekdays = 0;
            for (int weekday = 0; weekday < WEEK; weekday++) {
                double[] own = ofWeekday(weekday, -1);
                if (own.length == 0) {
                    continue;
                }
                weekdays++;
                effects[weekday] = Medians.median(own);
                squares += effects[weekday] * effects[weekday];
                for (double distance : own) {
                    errors[count++] = distance - effects[weekday];
                }
            }
            double weeks = Math.max(1, count / (double) WEEK);
            // Distances from the median of few lie closer to it than those from the truth: n / (n - 1).
            double spread = Medians.scale(Arrays.copyOf(errors, count));
            double noise = spread * spread * weeks / Math.max(1, weeks - 1) * MEDIAN_VARIANCE / weeks;
            this.kept = squares > 0 ? Math.max(0, 1 - Math.max(1, weekdays - 2) * noise / squares) : 0;
        }

        double of(int day) {
            return kept * effects[weekday(day)];
        }

        double withoutDay(int day) {
            double[] others = ofWeekday(weekday(day), day);
            return others.length == 0 ? 0 : kept * Medians.median(others);
        }

        private int weekday(int day) {
            return (y.length - day) % WEEK;
        }

        private double[] ofWeekday(int weekday, int left) {
            double[] own = new double[y.length / WEEK + 1];
            int count = 0;
            for (int day = 0; day < y.length; day++) {
                if (weekday(day) == weekday && day != left && !Double.isNaN(distances[day])) {
                    own[count++] = distances[day];
                }
            }
            return Arrays.copyOf(own, count);
        }

        /** Of seven days in a row, the day in their middle where that is possible. */
        private double aroundMedian(int day) {
            int first = Math.max(0, Math.min(day - WEEK / 2, y.length - WEEK));
            double[] around = Arrays.stream(Arrays.copyOfRange(y, first, Math.min(first + WEEK, y.length)))
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            return around.length == 0 ? Double.NaN : Medians.median(around);
        }
    }
}
