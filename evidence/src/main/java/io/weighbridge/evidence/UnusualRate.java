package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Which of many series of counts (failed calls of all calls, day by day) had a larger share on a day than they have by themselves, with an
 * expected number of false alarms over all of them that is chosen beforehand.
 *
 * <p>The count of a day is beta-binomial: shares differ from day to day more than chance alone would have it (Williams, Biometrics 1975). The mean is
 * that of the days before; the intraclass correlation ρ is what makes Pearson's X² = Σ (k − np)²/(np(1 − p)) equal to its expectation Σ (1 + (n − 1)ρ),
 * with X² at its upper limit of 95 % confidence (X² is then about chi-squared in scale), because a spread that is guessed too small gives false alarms. The
 * worst day of each four weeks is left out of both, so that an incident does not hide the next. A series is an alarm where the probability of
 * a count as large, times the number of series, is at most the false alarms allowed.
 */
public final class UnusualRate {
    /** Days with calls; below, a spread is not known. */
    public static final int FEWEST_DAYS = 21;

    private static final int DAYS_PER_INCIDENT = 28;
    private static final double CONFIDENCE = 0.95;
    private static final double LEAST_CORRELATION = 1e-6;
    private static final double NEGLIGIBLE = 1e-16;
    /** An incident is at least so many more, and at least twice the share: anything less is no storm, whatever it is by chance. */
    private static final double LEAST_EXCESS = 20;

    private static final double LEAST_RATIO = 2;

    /**
     * One series.
     *
     * @param counts of the days before, each from 0 to {@code totals}
     * @param totals of the same days; those with 0 say nothing
     * @param count of the day that is judged
     */
    public record Series(long[] counts, long[] totals, long count, long total) {
        public Series {
            if (counts.length != totals.length || count < 0 || count > total) {
                throw new IllegalArgumentException("series: counts must be from 0 to their totals, day by day");
            }
        }
    }

    /**
     * What is said of a series.
     *
     * @param share usual share; null where the history is too short
     * @param falseAlarms expected over all series if every count as improbable were an alarm
     */
    public record Judgement(
            @Nullable Double share,
            @Nullable Double pValue,
            @Nullable Double falseAlarms,
            boolean isAlarm) {
        private static final Judgement REFUSED = new Judgement(null, null, null, false);
    }

    private UnusualRate() {}

    /**
     * @param series in any order
     * @param falseAlarms expected number that is allowed on this day over all series
     * @return in the same order
     */
    public static List<Judgement> judge(List<Series> series, double falseAlarms) {
        long judged = series.stream().filter(UnusualRate::isLongEnough).count();
        List<Judgement> judgements = new ArrayList<>();
        for (Series each : series) {
            judgements.add(isLongEnough(each) ? judged(each, judged, falseAlarms) : Judgement.REFUSED);
        }
        return judgements;
    }

    private static boolean isLongEnough(Series series) {
        return Arrays.stream(series.totals()).filter(total -> total > 0).count() >= FEWEST_DAYS;
    }

    private static Judgement judged(Series series, long family, double falseAlarms) {
        int[] days = usualDays(series);
        double share = share(series, days);
        double expected = share * series.total();
        boolean isStorm = series.count() >= expected + LEAST_EXCESS && series.count() >= LEAST_RATIO * expected;
        double pValue = isStorm ? survival(series.count(), series.total(), share, correlation(series, days, share)) : 1;
        return new Judgement(share, pValue, pValue * family, isStorm && pValue * family <= falseAlarms);
    }

    /** Without the worst. */
    private static int[] usualDays(Series series) {
        int[] days = IntStream.range(0, series.totals().length)
                .filter(day -> series.totals()[day] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(day -> series.counts()[day] / (double) series.totals()[day]))
                .mapToInt(Integer::intValue)
                .toArray();
        return Arrays.copyOf(days, days.length - Math.max(1, days.length / DAYS_PER_INCIDENT));
    }

    /** With half a count more, so that what never failed may fail. */
    private static double share(Series series, int[] days) {
        double count = 0.5;
        double total = 1;
        for (int day : days) {
            count += series.counts()[day];
            total += series.totals()[day];
        }
        return count / total;
    }

    private static double correlation(Series series, int[] days, double share) {
        double pearson = 0;
        double others = 0;
        for (int day : days) {
            double total = series.totals()[day];
            double distance = series.counts()[day] - total * share;
            pearson += distance * distance / (total * share * (1 - share));
            others += total - 1;
        }
        double freedom = days.length - 1.0;
        double upper =
                pearson * freedom / ChiSquaredDistribution.of(freedom).inverseCumulativeProbability(1 - CONFIDENCE);
        double correlation = others > 0 ? (upper - freedom) / others : 1;
        return Math.min(0.999, Math.max(LEAST_CORRELATION, correlation));
    }

    /** P(K ≥ count) of a beta-binomial, summed upwards from the count. */
    private static double survival(long count, long total, double share, double correlation) {
        double a = share * (1 / correlation - 1);
        double b = (1 - share) * (1 / correlation - 1);
        double term = StrictMath.exp(-StrictMath.log(total + 1.0)
                - LogBeta.value(count + 1.0, total - count + 1.0)
                + LogBeta.value(count + a, total - count + b)
                - LogBeta.value(a, b));
        double sum = 0;
        for (long k = count; k <= total && term > NEGLIGIBLE * sum; k++) {
            sum += term;
            term *= (total - k) / (k + 1.0) * (k + a) / (total - k - 1 + b);
        }
        return Math.min(1, sum);
    }
}
