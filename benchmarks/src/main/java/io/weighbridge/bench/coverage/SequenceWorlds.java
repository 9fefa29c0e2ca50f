package io.weighbridge.bench.coverage;

import static io.weighbridge.bench.coverage.Truths.CONFIDENCE;
import static io.weighbridge.bench.coverage.Truths.DIFFERENCES;

import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.ErrorBudget;
import io.weighbridge.evidence.FamilyVerdicts;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.ReplaysNeeded;
import io.weighbridge.evidence.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Looks every night, many pairs at once, and how many replays it takes. */
final class SequenceWorlds {
    private static final double TOLERANCE = 0.02;
    private static final double DISCORDANT = 0.16;
    private static final int NIGHTS = 60;
    private static final int DRAWS_A_NIGHT = 50;
    private static final int PAIRS = 50;
    private static final int BATCHES = 5;

    private SequenceWorlds() {}

    static List<World> all() {
        return List.of(
                new World(
                        "sixty-looks",
                        "60 nightly looks at a candidate that loses exactly the tolerance never clear it",
                        Rule.errorAtMost(0.05),
                        5_000,
                        1_000,
                        random ->
                                new BettingInference(DIFFERENCES, nights(random)).pValueMeanAtMost(-TOLERANCE) <= 0.05,
                        "a t interval looked at every night",
                        random -> nightlyStudent(nights(random), 0.90).low() > -TOLERANCE),
                new World(
                        "sixty-looks-interval",
                        "the confidence sequence holds the mean at every one of 60 looks",
                        Rule.errorAtMost(0.05),
                        5_000,
                        150,
                        random -> !new BettingInference(DIFFERENCES, nights(random))
                                .interval(CONFIDENCE)
                                .contains(-TOLERANCE),
                        "t intervals looked at every night",
                        random -> !nightlyStudent(nights(random), CONFIDENCE).contains(-TOLERANCE)),
                new World(
                        "sixty-looks-width",
                        "after 60 nights the sequence is at most 2.2 times as wide as one t interval (median)",
                        Rule.succeeds(0.5),
                        400,
                        60,
                        random -> isTooWide(nights(random), DIFFERENCES),
                        "a range declared a hundred times as wide as it is",
                        random -> isTooWide(nights(random), DIFFERENCES.times(100))),
                new World(
                        "family-of-fifty",
                        "50 pairs at the tolerance, ten more each night for five nights: no verdict at any look",
                        Rule.errorAtMost(0.05),
                        1_000,
                        250,
                        random -> nightlyPairs(random).stream()
                                .anyMatch(pairs -> decidesAny(pairs.family(), pairs.pairs())),
                        "each pair by itself",
                        random -> nightlyPairs(random).stream()
                                .flatMap(night -> night.pairs().stream())
                                .anyMatch(pair -> FamilyVerdicts.of(List.of(pair), CONFIDENCE)
                                                .get(0)
                                        != Verdict.UNDECIDED)),
                new World(
                        "power",
                        "of 50 pairs 3 points off the tolerance, each is decided at twice the replays of ReplaysNeeded",
                        Rule.succeeds(0.8),
                        400,
                        100,
                        random -> isUndecided(random, 2, DIFFERENCES),
                        "a range declared ten times as wide as it is",
                        random -> isUndecided(random, 2, DIFFERENCES.times(10))));
    }

    private static double[] nights(SplittableRandom random) {
        return Truths.threeValued(random, NIGHTS * DRAWS_A_NIGHT, DISCORDANT, -TOLERANCE);
    }

    /** What is left after intersecting each night's interval with those before it, as one does who stops when it suits. */
    private static Interval nightlyStudent(double[] draws, double confidence) {
        double low = -1e9;
        double high = 1e9;
        for (int night = 1; night <= NIGHTS; night++) {
            Interval look = Truths.studentInterval(Arrays.copyOf(draws, night * DRAWS_A_NIGHT), confidence);
            low = Math.max(low, look.low());
            high = Math.min(high, look.high());
        }
        double middle = (low + high) / 2;
        return new Interval(low > high ? middle : low, low > high ? middle : high);
    }

    private static boolean isTooWide(double[] draws, Interval range) {
        double width = new BettingInference(range, draws).interval(CONFIDENCE).width();
        return width > 2.2 * Truths.studentInterval(draws, CONFIDENCE).width();
    }

    private record Night(int family, List<PValues> pairs) {}

    /** Anytime p-values are the smallest so far: those of the last night hold for every night before. */
    private static List<Night> nightlyPairs(SplittableRandom random) {
        List<Night> nights = new ArrayList<>();
        for (int family = 1; family <= BATCHES; family++) {
            List<PValues> pairs = new ArrayList<>();
            for (int pair = 0; pair < PAIRS / BATCHES; pair++) {
                BettingInference draws =
                        new BettingInference(DIFFERENCES, Truths.threeValued(random, 500, 0.5, -TOLERANCE));
                pairs.add(new PValues(draws.pValueMeanAtMost(-TOLERANCE), draws.pValueMeanAtLeast(-TOLERANCE)));
            }
            nights.add(new Night(family, pairs));
        }
        return nights;
    }

    private static boolean decidesAny(int family, List<PValues> pairs) {
        double error = ErrorBudget.share(1 - CONFIDENCE, family);
        return FamilyVerdicts.of(pairs, 1 - error).stream().anyMatch(verdict -> verdict != Verdict.UNDECIDED);
    }

    /** One of 50 pairs, tested as the hardest of them: at α / 2m. */
    private static boolean isUndecided(SplittableRandom random, double times, Interval range) {
        double gap = random.nextBoolean() ? 0.03 : -0.03;
        double difference = gap - TOLERANCE;
        double deviation = Math.sqrt(DISCORDANT - difference * difference);
        long stated = ReplaysNeeded.toDecide(
                        new Interval(difference, difference), deviation, DIFFERENCES, TOLERANCE, PAIRS, CONFIDENCE, 0)
                .atLeast();
        double[] draws = Truths.threeValued(random, (int) (times * stated), DISCORDANT, difference);
        BettingInference inference = new BettingInference(range, draws);
        double p = gap > 0 ? inference.pValueMeanAtMost(-TOLERANCE) : inference.pValueMeanAtLeast(-TOLERANCE);
        return p > (1 - CONFIDENCE) / 2 / PAIRS;
    }
}
