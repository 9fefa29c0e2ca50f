package io.weighbridge.bench.coverage;

import io.weighbridge.evidence.UnusualRate;
import io.weighbridge.evidence.UnusualSpend;
import io.weighbridge.evidence.UnusualSpend.Judgement;
import io.weighbridge.evidence.UnusualSpend.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A day of several series of spend after some weeks, none of them unusual, or one risen: what is promised is one false alarm a month, that is
 * an alarm on at most one day of 30.4. The twin is what dashboards do: more standard deviations above the mean of all days than one in 30.4 is, each
 * series by itself.
 */
final class SpendWorlds {
    private static final double A_DAY = 12 / 365.25;
    private static final Rule ONE_A_MONTH = Rule.errorAtMost(A_DAY);
    /** Eight weeks of few series show little of tails as heavy as some are. */
    private static final Rule THREE_IN_TWO_MONTHS = Rule.errorAtMost(1.5 * A_DAY);

    private static final String TWIN = "standard deviations above the mean of all days, each series by itself";
    private static final int WEEK = 7;
    private static final int TWO_MONTHS = 8 * WEEK;
    private static final int A_MONTH = 29;
    private static final double NOISE = 0.2;
    private static final double[] WEEKDAYS = {0, 0.05, 0.1, 0.05, -0.05, -1.2, -1.5};
    private static final double[] LEVEL = new double[WEEK];

    private SpendWorlds() {}

    /** Spends of so many days that follow each other. */
    private interface Days {
        double[] of(SplittableRandom random, int days);
    }

    static List<World> all() {
        List<World> worlds = new ArrayList<>(List.of(
                quiet(
                        "spend-alike",
                        "log-normal days alike",
                        5,
                        TWO_MONTHS,
                        (random, days) -> normal(random, days, LEVEL, 0)),
                quiet("spend-weekdays", "quiet weekends", 5, TWO_MONTHS, SpendWorlds::weekdays),
                quiet("spend-weekdays-month", "quiet weekends", 5, A_MONTH, SpendWorlds::weekdays),
                quiet("spend-weekdays-many", "quiet weekends", 200, TWO_MONTHS, SpendWorlds::weekdays),
                heavy("spend-tails", "Student's t with 3 degrees of freedom on the log scale", SpendWorlds::tails),
                quiet(
                        "spend-tails-month",
                        "Student's t with 3 degrees of freedom on the log scale",
                        5,
                        A_MONTH,
                        SpendWorlds::tails),
                quiet(
                        "spend-tails-many",
                        "Student's t with 3 degrees of freedom on the log scale",
                        200,
                        TWO_MONTHS,
                        SpendWorlds::tails),
                quiet(
                        "spend-heavy-calls",
                        "every third day a call or two as dear as all others",
                        5,
                        TWO_MONTHS,
                        SpendWorlds::heavyCalls),
                quiet(
                        "spend-heavy-calls-month",
                        "every third day a call or two as dear as all others",
                        5,
                        A_MONTH,
                        SpendWorlds::heavyCalls),
                heavy("spend-rare-days", "one day in fifty up to five times as dear", SpendWorlds::rareDays),
                quiet(
                        "spend-autocorrelated",
                        "each day half like the one before",
                        5,
                        TWO_MONTHS,
                        (random, days) -> autocorrelated(random, days, 0.5)),
                quiet(
                        "spend-growing",
                        "growing by 2 % a week",
                        5,
                        TWO_MONTHS,
                        (random, days) -> normal(random, days, LEVEL, 0.02)),
                quiet("spend-few-calls", "three calls a day", 5, TWO_MONTHS, SpendWorlds::fewCalls),
                // Kinds of noise that no constant of the detector was chosen by.
                quiet(
                        "spend-bursts",
                        "a varying number of calls of varying cost, quiet weekends",
                        5,
                        TWO_MONTHS,
                        SpendWorlds::bursts),
                quiet(
                        "spend-skewed",
                        "gamma-distributed days, each a third like the one before",
                        5,
                        TWO_MONTHS,
                        SpendWorlds::skewed),
                quiet(
                        "spend-risen-earlier",
                        "at one and a half times the level since three weeks",
                        5,
                        TWO_MONTHS,
                        SpendWorlds::risenEarlier)));
        worlds.add(found(
                "spend-risen",
                "a team of five, with two thirds of the spend, 20 % daily noise and an incident three weeks ago, at 2.25 times its spend: it or the whole is found that day",
                5,
                2.25,
                LEVEL,
                1_000,
                300));
        worlds.add(found(
                "spend-risen-on-weekdays",
                "the same with quiet weekends, at 2.5 times its spend",
                5,
                2.5,
                WEEKDAYS,
                1_000,
                300));
        worlds.add(found(
                "spend-risen-of-many",
                "one of 200 teams, with 4 % of the spend, at 3.5 times its spend",
                200,
                3.5,
                LEVEL,
                200,
                50));
        worlds.add(new World(
                "retry-storms",
                "20 series of 5,000 calls, of which 2 % fail, more on some days than on others: no storm",
                ONE_A_MONTH,
                3_000,
                500,
                random -> hasStorm(random, true),
                "failures taken for independent, each series by itself",
                random -> hasStorm(random, false)));
        return List.copyOf(worlds);
    }

    private static World quiet(String name, String days, int series, int history, Days spend) {
        return quiet(name, days + ": an alarm on one day a month", ONE_A_MONTH, series, history, spend);
    }

    private static World heavy(String name, String days, Days spend) {
        return quiet(name, days + ": an alarm on three days in two months", THREE_IN_TWO_MONTHS, 5, TWO_MONTHS, spend);
    }

    private static World quiet(String name, String claim, Rule rule, int series, int history, Days spend) {
        boolean many = series > 10;
        return new World(
                name,
                "%d series after %d days, %s".formatted(series, history, claim),
                rule,
                many ? 400 : 3_000,
                many ? 50 : 500,
                random -> family(random, series, history, spend).hasAlarm(),
                TWIN,
                random -> family(random, series, history, spend).hasOutlier());
    }

    private static World found(
            String name, String claim, int teams, double times, double[] weekdays, int replications, int bounded) {
        return new World(
                name,
                claim,
                Rule.succeeds(0.8),
                replications,
                bounded,
                random -> !rise(random, teams, times, weekdays).isFound(),
                "standard deviations above the mean of all days, for the whole family",
                random -> !rise(random, teams, times, weekdays).isOutlier(0, teams + 1));
    }

    /** The first team spends eight times as much as any other, had an incident, and rises. */
    private static Family rise(SplittableRandom random, int teams, double times, double[] weekdays) {
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < teams; i++) {
            double[] days = normal(random, TWO_MONTHS + 1, weekdays, 0);
            for (int day = 0; day < days.length; day++) {
                days[day] *= i == 0 ? 8 : 1;
            }
            all.add(days);
        }
        all.get(0)[TWO_MONTHS - 3 * WEEK - 1] *= 6;
        all.get(0)[TWO_MONTHS] *= times;
        return new Family(all);
    }

    private static Family family(SplittableRandom random, int series, int history, Days spend) {
        return new Family(IntStream.range(0, series)
                .mapToObj(i -> spend.of(random, history + 1))
                .toList());
    }

    /** Each array ends with the day that is judged. Weights are those of the audit. */
    private record Family(List<double[]> days) {
        boolean hasAlarm() {
            return judgements().stream().anyMatch(Judgement::isAlarm);
        }

        /** Of the teams and of the whole, as in the audit, whether the first or the whole is an alarm. */
        boolean isFound() {
            double[] whole = new double[days.get(0).length];
            days.forEach(each -> Arrays.setAll(whole, day -> whole[day] + each[day]));
            List<Series> all = new ArrayList<>(series());
            all.add(series(whole, 1));
            List<Judgement> judgements = UnusualSpend.judge(all, A_DAY);
            return judgements.get(0).isAlarm() || judgements.get(days.size()).isAlarm();
        }

        private List<Judgement> judgements() {
            return UnusualSpend.judge(series(), A_DAY);
        }

        private List<Series> series() {
            double total = days.stream().mapToDouble(Family::before).sum();
            return days.stream()
                    .map(each -> series(each, 0.5 / days.size() + 0.5 * before(each) / total))
                    .toList();
        }

        private static Series series(double[] days, double weight) {
            return new Series(Arrays.copyOf(days, days.length - 1), days[days.length - 1], weight);
        }

        boolean hasOutlier() {
            return IntStream.range(0, days.size()).anyMatch(series -> isOutlier(series, 1));
        }

        boolean isOutlier(int series, int family) {
            double[] history = Arrays.copyOf(days.get(series), days.get(series).length - 1);
            double mean = Truths.mean(history);
            double squares =
                    Arrays.stream(history).map(x -> (x - mean) * (x - mean)).sum();
            double deviation = Math.sqrt(squares / (history.length - 1));
            return days.get(series)[history.length]
                    > mean + NormalDistribution.of(0, 1).inverseSurvivalProbability(A_DAY / family) * deviation;
        }

        private static double before(double[] days) {
            return Arrays.stream(days, 0, days.length - 1).sum();
        }
    }

    private static double[] weekdays(SplittableRandom random, int days) {
        return normal(random, days, WEEKDAYS, 0);
    }

    /** Log-normal. The day that is judged is any of the week; growth is a week's. */
    private static double[] normal(SplittableRandom random, int days, double[] weekdays, double growth) {
        int first = random.nextInt(WEEK);
        double[] spends = new double[days];
        for (int day = 0; day < days; day++) {
            spends[day] = StrictMath.exp(
                    NOISE * Truths.normal(random) + weekdays[(first + day) % WEEK] + growth * day / WEEK);
        }
        return spends;
    }

    private static double[] tails(SplittableRandom random, int days) {
        double[] spends = new double[days];
        for (int day = 0; day < days; day++) {
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                double normal = Truths.normal(random);
                squares += normal * normal;
            }
            spends[day] = StrictMath.exp(NOISE * Truths.normal(random) / Math.sqrt(squares / 3));
        }
        return spends;
    }

    private static double[] autocorrelated(SplittableRandom random, int days, double correlation) {
        double[] spends = new double[days];
        double state = Truths.normal(random);
        for (int day = 0; day < days; day++) {
            state = correlation * state + Math.sqrt(1 - correlation * correlation) * Truths.normal(random);
            spends[day] = StrictMath.exp(NOISE * state);
        }
        return spends;
    }

    /** Two hundred calls of a cent, and 0.3 of one that costs a dollar, or three. */
    private static double[] heavyCalls(SplittableRandom random, int days) {
        double[] spends = new double[days];
        for (int day = 0; day < days; day++) {
            spends[day] = 2 + Math.sqrt(0.02) * Truths.normal(random) + sum(random, 0.3, 1);
        }
        return spends;
    }

    /** Calls by a Poisson law whose mean is gamma-distributed, of log-normal cost. */
    private static double[] bursts(SplittableRandom random, int days) {
        int first = random.nextInt(WEEK);
        double[] spends = new double[days];
        for (int day = 0; day < days; day++) {
            double calls = 40 * StrictMath.exp(WEEKDAYS[(first + day) % WEEK]) * gamma(random, 12);
            spends[day] = sum(random, calls, 1);
        }
        return spends;
    }

    private static double[] skewed(SplittableRandom random, int days) {
        double[] spends = new double[days];
        double before = gamma(random, 8);
        for (int day = 0; day < days; day++) {
            spends[day] = (before + 2 * gamma(random, 8)) / 3;
            before = spends[day];
        }
        return spends;
    }

    private static double[] risenEarlier(SplittableRandom random, int days) {
        double[] spends = normal(random, days, LEVEL, 0);
        for (int day = days - 3 * WEEK; day < days; day++) {
            spends[day] *= 1.5;
        }
        return spends;
    }

    /** Of mean 1: a sum of so many exponential numbers. */
    private static double gamma(SplittableRandom random, int shape) {
        double sum = 0;
        for (int i = 0; i < shape; i++) {
            sum -= StrictMath.log(1 - random.nextDouble());
        }
        return sum / shape;
    }

    private static double[] rareDays(SplittableRandom random, int days) {
        double[] spends = new double[days];
        for (int day = 0; day < days; day++) {
            double times = random.nextInt(50) == 0 ? 1 + 4 * random.nextDouble() : 1;
            spends[day] = times * StrictMath.exp(NOISE / 2 * Truths.normal(random));
        }
        return spends;
    }

    private static double[] fewCalls(SplittableRandom random, int days) {
        double[] spends = new double[days];
        for (int day = 0; day < days; day++) {
            spends[day] = sum(random, 3, 0.7);
        }
        return spends;
    }

    /** A Poisson number of log-normal costs. */
    private static double sum(SplittableRandom random, double calls, double spread) {
        double sum = 0;
        for (int call = poisson(random, calls); call > 0; call--) {
            sum += StrictMath.exp(spread * Truths.normal(random));
        }
        return sum;
    }

    private static int poisson(SplittableRandom random, double mean) {
        double end = StrictMath.exp(-mean);
        int number = 0;
        for (double product = random.nextDouble(); product > end; product *= random.nextDouble()) {
            number++;
        }
        return number;
    }

    private static boolean hasStorm(SplittableRandom random, boolean whole) {
        List<UnusualRate.Series> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long[] counts = new long[TWO_MONTHS + 1];
            for (int day = 0; day < counts.length; day++) {
                double share = 0.02 * StrictMath.exp(0.5 * Truths.normal(random));
                double mean = 5_000 * share;
                counts[day] = Math.max(0, Math.round(mean + Math.sqrt(mean) * Truths.normal(random)));
            }
            long[] totals = new long[TWO_MONTHS];
            Arrays.fill(totals, 5_000);
            all.add(new UnusualRate.Series(Arrays.copyOf(counts, TWO_MONTHS), totals, counts[TWO_MONTHS], 5_000));
        }
        return whole
                ? UnusualRate.judge(all, A_DAY).stream().anyMatch(UnusualRate.Judgement::isAlarm)
                : all.stream().anyMatch(SpendWorlds::isAboveBinomial);
    }

    private static boolean isAboveBinomial(UnusualRate.Series series) {
        double mean = Arrays.stream(series.counts()).average().orElseThrow();
        double deviation = Math.sqrt(mean * (1 - mean / 5_000));
        return series.count() > mean + NormalDistribution.of(0, 1).inverseSurvivalProbability(A_DAY) * deviation;
    }
}
