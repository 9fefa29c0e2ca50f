package io.weighbridge.bench.coverage;

import static io.weighbridge.bench.coverage.Truths.CONFIDENCE;
import static io.weighbridge.bench.coverage.Truths.covers;

import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.FrontierShare;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.PairedDifference;
import io.weighbridge.evidence.WeightedDifference;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Paired outcomes for one look: clusters, few clusters, equal models, shares, and costs with a heavy tail. */
final class IntervalWorlds {
    private static final double ICC = 0.25;
    private static final Rule LARGE_SAMPLE = Rule.coverage(0.93, 0.97);
    private static final Rule FEW_CLUSTERS = Rule.coverage(0.91, 0.98);
    private static final int REPLICATIONS = 4_000;
    private static final double MOST_COST = 1;

    private IntervalWorlds() {}

    static List<World> all() {
        return List.of(
                new World(
                        "clusters",
                        "60 sessions of about ten calls, ICC 0.25, long ones losing more: the t interval holds the mean per call",
                        LARGE_SAMPLE,
                        REPLICATIONS,
                        REPLICATIONS,
                        random -> !coversSessions(random, 60, true),
                        "clusters ignored",
                        random -> !coversSessions(random, 60, false)),
                new World(
                        "few-clusters",
                        "20 such sessions: the CR2 interval holds the mean",
                        FEW_CLUSTERS,
                        REPLICATIONS,
                        REPLICATIONS,
                        random -> !coversSessions(random, 20, true),
                        "clusters ignored",
                        random -> !coversSessions(random, 20, false)),
                new World(
                        "team-of-a-frame",
                        "1,500 draws of unequal probability, a third of them of one team: the ratio interval holds the team's mean",
                        LARGE_SAMPLE,
                        REPLICATIONS,
                        REPLICATIONS,
                        random -> !coversTeam(random, true),
                        "weights forgotten",
                        random -> !coversTeam(random, false)),
                new World(
                        "rare-losses",
                        "40 sessions, of which one in twelve loses everything: the sequence holds the mean per session",
                        Rule.errorAtMost(0.05),
                        2_000,
                        500,
                        random -> !new BettingInference(Truths.DIFFERENCES, sessionsLost(random))
                                .interval(CONFIDENCE)
                                .contains(-1 / 12.0),
                        "a t interval",
                        random -> !Truths.studentInterval(sessionsLost(random), CONFIDENCE)
                                .contains(-1 / 12.0)),
                new World(
                        "equal-models",
                        "two models that are right 80 % of the time: 16 % of the calls needed the one, by luck alone",
                        LARGE_SAMPLE,
                        REPLICATIONS,
                        REPLICATIONS,
                        random -> {
                            Answers answers = new Answers(random, 500, 0.8, 0.8);
                            return !covers(
                                    FrontierShare.paired(
                                            answers.incumbent,
                                            answers.candidate,
                                            Clustering.independent(500),
                                            CONFIDENCE),
                                    0.16);
                        },
                        "the share taken for the difference of the means",
                        IntervalWorlds::takesTheDifferenceForTheShare),
                new World(
                        "swapped-models",
                        "candidate and incumbent swapped: the interval changes its sign and nothing else",
                        Rule.errorAtMost(0),
                        200,
                        50,
                        random -> !isMirrored(random, -1),
                        "the sign forgotten",
                        random -> !isMirrored(random, 1)),
                new World(
                        "share-bounds",
                        "right or wrong in separate samples: the bounds hold the share that needed the incumbent",
                        Rule.errorAtMost(0.05),
                        5_000,
                        1_000,
                        random -> !binaryBounds(random).contains(0.16),
                        "the difference of the two shares taken for it",
                        IntervalWorlds::takesTheDifferenceForTheShare),
                new World(
                        "graded-share-bounds",
                        "graded answers in separate samples: the bounds hold the share",
                        Rule.errorAtMost(0.05),
                        2_000,
                        500,
                        random -> {
                            double[][] grades = grades(random);
                            return !FrontierShare.gradedBounds(grades[0], grades[1], CONFIDENCE)
                                    .contains(0.5);
                        },
                        "distribution functions compared without their bands",
                        random -> {
                            double[][] grades = grades(random);
                            return leastShareSeen(grades[0], grades[1]) > 0.5;
                        }),
                new World(
                        "heavy-tailed-cost",
                        "80 answers whose costs have a heavy tail below price times tokens: the sequence holds their mean",
                        Rule.errorAtMost(0.05),
                        2_000,
                        500,
                        random -> {
                            double[] costs = costs(random);
                            return !new BettingInference(new Interval(0, MOST_COST), costs)
                                    .interval(CONFIDENCE)
                                    .contains(meanCost());
                        },
                        "a t interval",
                        random -> !Truths.studentInterval(costs(random), CONFIDENCE)
                                .contains(meanCost())));
    }

    /**
     * A fifth of the calls is risky and drawn 2.67 times as often as the others; half of the risky ones and a quarter of the others
     * are the team's, so that a third of its calls is risky.
     */
    private static boolean coversTeam(SplittableRandom random, boolean weighted) {
        double[] differences = new double[1_500];
        double[] weights = new double[1_500];
        int inTeam = 0;
        for (int draw = 0; draw < 1_500; draw++) {
            boolean risky = random.nextDouble() < 0.4;
            boolean isOfTeam = random.nextDouble() < (risky ? 0.5 : 0.25);
            double luck = random.nextDouble();
            if (isOfTeam) {
                differences[inTeam] = risky ? (luck < 0.15 ? -1 : 0) : luck < 0.02 ? 1 : luck < 0.03 ? -1 : 0;
                weights[inTeam] = weighted ? 1 / (risky ? 2 : 0.75) : 1;
                inTeam++;
            }
        }
        return covers(
                WeightedDifference.of(
                        Arrays.copyOf(differences, inTeam),
                        Arrays.copyOf(weights, inTeam),
                        Clustering.independent(inTeam),
                        CONFIDENCE),
                (-0.15 + 2 * 0.01) / 3);
    }

    private static boolean takesTheDifferenceForTheShare(SplittableRandom random) {
        Answers answers = new Answers(random, 500, 0.8, 0.8);
        return !covers(PairedDifference.of(answers.losses(), Clustering.independent(500), CONFIDENCE), 0.16);
    }

    /** Long sessions have fifteen calls and lose 8 points, short ones five and win 4: 5 points of all calls. */
    private static boolean coversSessions(SplittableRandom random, int sessions, boolean knowsThem) {
        int[] sizes = new int[sessions];
        for (int session = 0; session < sessions; session++) {
            sizes[session] = random.nextBoolean() ? 15 : 5;
        }
        double[] differences = new double[Arrays.stream(sizes).sum()];
        int unit = 0;
        for (int size : sizes) {
            double shared = random.nextDouble();
            for (int i = 0; i < size; i++) {
                double uniform = random.nextDouble() < Math.sqrt(ICC) ? shared : random.nextDouble();
                differences[unit++] = Truths.threeValued(uniform, 0.4, size > 10 ? -0.08 : 0.04);
            }
        }
        Clustering clustering = knowsThem ? Truths.clusters(sizes) : Clustering.independent(differences.length);
        return covers(PairedDifference.of(differences, clustering, CONFIDENCE), -0.05);
    }

    private static double[] sessionsLost(SplittableRandom random) {
        return random.ints(40, 0, 12).mapToDouble(side -> side == 0 ? -1 : 0).toArray();
    }

    /** Independent right and wrong answers of two models to the same calls. */
    private static final class Answers {
        final double[] incumbent;
        final double[] candidate;

        Answers(SplittableRandom random, int calls, double incumbentRight, double candidateRight) {
            incumbent = new double[calls];
            candidate = new double[calls];
            for (int call = 0; call < calls; call++) {
                incumbent[call] = random.nextDouble() < incumbentRight ? 1 : 0;
                candidate[call] = random.nextDouble() < candidateRight ? 1 : 0;
            }
        }

        double[] losses() {
            double[] losses = new double[incumbent.length];
            for (int call = 0; call < losses.length; call++) {
                losses[call] = incumbent[call] - candidate[call];
            }
            return losses;
        }
    }

    private static boolean isMirrored(SplittableRandom random, double sign) {
        double[] differences = Truths.threeValued(random, 400, 0.3, -0.05);
        double[] swapped = Arrays.stream(differences).map(x -> sign * x).toArray();
        Interval one = Truths.studentInterval(differences, CONFIDENCE);
        Interval other = Truths.studentInterval(swapped, CONFIDENCE);
        return Math.abs(one.low() + other.high()) < 1e-12 && Math.abs(one.high() + other.low()) < 1e-12;
    }

    private static Interval binaryBounds(SplittableRandom random) {
        Answers answers = new Answers(random, 500, 0.8, 0.8);
        return FrontierShare.binaryBounds(
                (int) Arrays.stream(answers.incumbent).sum(),
                500,
                (int) Arrays.stream(answers.candidate).sum(),
                500,
                CONFIDENCE);
    }

    /**
     * Of an incumbent with grades uniform on [0, 1] and a candidate as good below 0.5 and worthless above: half of the calls
     * needed the incumbent, the least that the two distributions allow.
     */
    private static double[][] grades(SplittableRandom random) {
        double[] incumbent = random.doubles(300).toArray();
        double[] candidate =
                random.doubles(300).map(grade -> grade < 0.5 ? grade : 0).toArray();
        return new double[][] {incumbent, candidate};
    }

    private static double leastShareSeen(double[] incumbent, double[] candidate) {
        double most = 0;
        for (double grade : incumbent) {
            long fewer = Arrays.stream(candidate).filter(x -> x <= grade).count();
            long incumbents = Arrays.stream(incumbent).filter(x -> x <= grade).count();
            most = Math.max(most, (fewer - incumbents) / 300.0);
        }
        return most;
    }

    /** Log-normal with σ = 2.5, cut at what price and longest answer allow. */
    private static double[] costs(SplittableRandom random) {
        double[] costs = new double[80];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = Math.min(MOST_COST, 0.002 * StrictMath.exp(2.5 * Truths.normal(random)));
        }
        return costs;
    }

    /** By 2 million costs of a seed of its own; its error is a thousandth of the mean. */
    private static double meanCost() {
        return MeanCost.VALUE;
    }

    private static final class MeanCost {
        static final double VALUE = simulated();

        private static double simulated() {
            SplittableRandom random = new SplittableRandom(20261122);
            double sum = 0;
            int rounds = 25_000;
            for (int round = 0; round < rounds; round++) {
                sum += Truths.mean(costs(random));
            }
            return sum / rounds;
        }
    }
}
