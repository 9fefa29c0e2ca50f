package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Which of many series of counts (failed calls of all calls, day by day) had a larger share on a day than they have by themselves, with an
 * expected number of false alarms over all of them that is chosen beforehand.
 *
 * <p>Shares differ from day to day more than chance alone would have it, with tails that no beta distribution has: so the logarithm of a
 * day's share, with half a count more, is compared with the median of the days before by {@link NoiseTails}, as spend is. A day with few calls differs by
 * chance too: the probability is no less than the binomial one of so many at the usual share, and that one alone counts where chance explains the days
 * before. A series is an alarm where it, times the number
 * of series, is at most the false alarms allowed.
 */
public final class UnusualRate {
    /** Days with calls; below, a spread is not known. */
    public static final int FEWEST_DAYS = 21;

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
     * @param share usual share, the median of the days; null where the history is too short
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
        long known = series.stream().filter(UnusualRate::isLongEnough).count();
        List<Series> restless = series.stream()
                .filter(each -> isLongEnough(each) && !isByChance(each))
                .toList();
        NoiseTails tails =
                NoiseTails.of(restless.stream().map(UnusualRate::residuals).toList());
        List<Judgement> judgements = new ArrayList<>();
        int place = 0;
        for (Series each : series) {
            if (!isLongEnough(each)) {
                judgements.add(Judgement.REFUSED);
                continue;
            }
            double pValue = isByChance(each) ? byChance(each) : Math.max(byChance(each), byNoise(each, tails, place++));
            pValue = isStorm(each) ? Math.min(1, pValue) : 1;
            double expected = pValue * known;
            judgements.add(new Judgement(usualShare(each), pValue, expected, expected <= falseAlarms));
        }
        return judgements;
    }

    private static boolean isLongEnough(Series series) {
        return Arrays.stream(series.totals()).filter(total -> total > 0).count() >= FEWEST_DAYS;
    }

    private static boolean isStorm(Series series) {
        double expected = usualShare(series) * series.total();
        return series.count() >= expected + LEAST_EXCESS && series.count() >= LEAST_RATIO * expected;
    }

    /** Whether the days before differ no more than chance alone would have it in one of twenty cases, by Pearson's test. */
    private static boolean isByChance(Series series) {
        int[] days = days(series);
        double count = 0.5;
        double total = 1;
        for (int day : days) {
            count += series.counts()[day];
            total += series.totals()[day];
        }
        double share = Math.min(count / total, 1 - 0.5 / total);
        double pearson = 0;
        for (int day : days) {
            double distance = series.counts()[day] - series.totals()[day] * share;
            pearson += distance * distance / (series.totals()[day] * share * (1 - share));
        }
        return ChiSquaredDistribution.of(days.length - 1.0).survivalProbability(pearson) >= 0.05;
    }

    private static double byNoise(Series series, NoiseTails tails, int place) {
        double residual = logShare(series.count(), series.total()) - usualLogShare(series);
        return tails.survival(place, residual) * NoiseTails.doubt(days(series).length);
    }

    private static double byChance(Series series) {
        return BinomialDistribution.of((int) Math.min(series.total(), Integer.MAX_VALUE), usualShare(series))
                .survivalProbability((int) Math.min(series.count() - 1, Integer.MAX_VALUE));
    }

    /** Of days with calls. */
    private static NoiseTails.Residuals residuals(Series series) {
        double usual = usualLogShare(series);
        int[] days = days(series);
        double[] residuals = Arrays.stream(days)
                .mapToDouble(day -> logShare(series.counts()[day], series.totals()[day]) - usual)
                .toArray();
        double count = Medians.median(
                Arrays.stream(days).mapToDouble(day -> series.counts()[day]).toArray());
        return new NoiseTails.Residuals(residuals, 1 / Math.sqrt(count + 0.5)); // by chance alone
    }

    private static double usualLogShare(Series series) {
        return Medians.median(Arrays.stream(days(series))
                .mapToDouble(day -> logShare(series.counts()[day], series.totals()[day]))
                .toArray());
    }

    private static double usualShare(Series series) {
        return StrictMath.exp(usualLogShare(series));
    }

    private static int[] days(Series series) {
        return IntStream.range(0, series.totals().length)
                .filter(day -> series.totals()[day] > 0)
                .toArray();
    }

    /** With half a count more, so that what never failed may fail. */
    private static double logShare(long count, long total) {
        return StrictMath.log((count + 0.5) / (total + 1.0));
    }
}
