package io.weighbridge.bench.coverage;

import static io.weighbridge.bench.coverage.Truths.CONFIDENCE;
import static io.weighbridge.bench.coverage.Truths.covers;

import io.weighbridge.evidence.DesignedReplay;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.PredictionPowered;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Judges that favour a model or a place, and gold that was drawn, or was not. */
final class JudgeWorlds {
    private static final int ITEMS = 1_000;
    private static final int UNEQUAL_ITEMS = 2_000;
    private static final Rule LARGE_SAMPLE = Rule.coverage(0.93, 0.97);

    private JudgeWorlds() {}

    static List<World> all() {
        return List.of(
                new World(
                        "biased-judge",
                        "a judge favours one model by 0.15 and the first answer by 0.2, both orders averaged: PPI++ on gold",
                        LARGE_SAMPLE,
                        4_000,
                        4_000,
                        random -> {
                            Judged judged = new Judged(random);
                            return !covers(judged.poweredByEqual(random, 0.2), judged.mean());
                        },
                        "the judge taken at its word",
                        JudgeWorlds::trustsTheJudge),
                new World(
                        "gold-draws",
                        "300 items of that judge drawn with replacement, its word as prediction: the interval for one look",
                        LARGE_SAMPLE,
                        4_000,
                        4_000,
                        random -> {
                            Judged judged = new Judged(random);
                            return !covers(judged.goldDraws(random).fixedLook(CONFIDENCE), judged.mean());
                        },
                        "the judge taken at its word",
                        JudgeWorlds::trustsTheJudge),
                new World(
                        "gold-draws-sequence",
                        "the same draws: the sequence that verdicts rest on",
                        Rule.errorAtMost(0.05),
                        2_000,
                        500,
                        random -> {
                            Judged judged = new Judged(random);
                            return !judged.goldDraws(random)
                                    .anytime()
                                    .interval(CONFIDENCE)
                                    .contains(judged.mean());
                        },
                        "the judge taken at its word",
                        JudgeWorlds::trustsTheJudge),
                new World(
                        "unequal-gold",
                        "of 2,000 items those that the judge finds lost become gold four times as often, as recorded",
                        LARGE_SAMPLE,
                        4_000,
                        4_000,
                        random -> unequalMisses(random, true),
                        "recorded as drawn alike",
                        random -> unequalMisses(random, false)),
                new World(
                        "gold-on-disagreement",
                        "gold picked where the two orders disagree and recorded as drawn alike: no number is given",
                        Rule.errorAtMost(0.05),
                        2_000,
                        500,
                        random -> new Judged(random).poweredByDisagreement(random) instanceof Estimate,
                        "the mean of that gold",
                        random -> {
                            Judged judged = new Judged(random);
                            double[] picked = Arrays.stream(judged.pickedByDisagreement(random))
                                    .filter(value -> !Double.isNaN(value))
                                    .toArray();
                            return !Truths.studentInterval(picked, CONFIDENCE).contains(judged.mean());
                        }));
    }

    private static boolean trustsTheJudge(SplittableRandom random) {
        Judged judged = new Judged(random);
        return !Truths.studentInterval(judged.scores, CONFIDENCE).contains(judged.mean());
    }

    /** True differences of −1, 0 or 1, and what the judge makes of them in either order. */
    private static final class Judged {
        private final double[] truth = new double[ITEMS];
        private final double[] scores = new double[ITEMS];
        private final boolean[] ordersDisagree = new boolean[ITEMS];

        Judged(SplittableRandom random) {
            for (int i = 0; i < ITEMS; i++) {
                truth[i] = Truths.threeValued(random.nextDouble(), 0.3, -0.1);
                double first = verdict(random, truth[i] + 0.15 + 0.2);
                double second = verdict(random, truth[i] + 0.15 - 0.2);
                scores[i] = (first + second) / 2;
                ordersDisagree[i] = first != second;
            }
        }

        private static double verdict(SplittableRandom random, double leaning) {
            double seen = leaning + 0.5 * Truths.normal(random);
            return seen > 0.5 ? 1 : seen < -0.5 ? -1 : 0;
        }

        double mean() {
            return Truths.mean(truth);
        }

        IntervalEstimate poweredByEqual(SplittableRandom random, double probability) {
            double[] gold = new double[ITEMS];
            Arrays.setAll(gold, i -> random.nextDouble() < probability ? truth[i] : Double.NaN);
            return PredictionPowered.of(scores, gold, Truths.filled(ITEMS, probability))
                    .ofTheseItems(CONFIDENCE);
        }

        /** A uniform sample with replacement, as {@code gold draw} makes it. */
        DesignedReplay goldDraws(SplittableRandom random) {
            int[] drawn = random.ints(300, 0, ITEMS).toArray();
            return DesignedReplay.withPredictions(
                    Arrays.stream(drawn).mapToDouble(i -> truth[i]).toArray(),
                    Arrays.stream(drawn).mapToDouble(i -> scores[i]).toArray(),
                    Truths.mean(scores),
                    Truths.filled(drawn.length, 1),
                    1,
                    2);
        }

        double[] pickedByDisagreement(SplittableRandom random) {
            double[] gold = new double[ITEMS];
            Arrays.setAll(gold, i -> ordersDisagree[i] && random.nextInt(2) == 0 ? truth[i] : Double.NaN);
            return gold;
        }

        IntervalEstimate poweredByDisagreement(SplittableRandom random) {
            double[] gold = pickedByDisagreement(random);
            double share =
                    Arrays.stream(gold).filter(value -> !Double.isNaN(value)).count() / (double) ITEMS;
            return PredictionPowered.of(scores, gold, Truths.filled(ITEMS, share))
                    .ofTheseItems(CONFIDENCE);
        }
    }

    private static boolean unequalMisses(SplittableRandom random, boolean knowsTheDesign) {
        double[] truth = new double[UNEQUAL_ITEMS];
        double[] judged = new double[UNEQUAL_ITEMS];
        double[] gold = new double[UNEQUAL_ITEMS];
        double[] design = new double[UNEQUAL_ITEMS];
        for (int i = 0; i < UNEQUAL_ITEMS; i++) {
            truth[i] = random.nextDouble() < 0.6 ? 1 : 0;
            judged[i] = random.nextDouble() < 0.85 ? truth[i] : 1 - truth[i];
            design[i] = judged[i] == 1 ? 0.2 : 0.8;
            gold[i] = random.nextDouble() < design[i] ? truth[i] : Double.NaN;
        }
        IntervalEstimate look = PredictionPowered.of(
                        judged, gold, knowsTheDesign ? design : Truths.filled(UNEQUAL_ITEMS, 0.46))
                .ofTheseItems(CONFIDENCE);
        return !covers(look, Truths.mean(truth));
    }
}
