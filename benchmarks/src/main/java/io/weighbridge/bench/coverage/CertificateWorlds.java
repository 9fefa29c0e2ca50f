package io.weighbridge.bench.coverage;

import io.weighbridge.evidence.DriftDetector;
import io.weighbridge.evidence.ErrorBudget;
import io.weighbridge.evidence.LearnThenTest;
import io.weighbridge.evidence.LearnThenTest.Increments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Certificates at the edge, tried again and again, and the watch over a certified policy. */
final class CertificateWorlds {
    private static final double MAX_LOSS = 0.02;
    private static final double DELTA = 0.1;
    private static final int CLUSTERS = 2_000;
    private static final double DISCORDANT = 0.16;
    private static final int NIGHTS = 60;
    private static final int DAYS = 30;
    private static final Rule HOLDS = Rule.errorAtMost(DELTA);

    private CertificateWorlds() {}

    static List<World> all() {
        return List.of(
                new World(
                        "certificate-at-the-edge",
                        "a policy that loses exactly what may be lost is not certified",
                        HOLDS,
                        5_000,
                        1_000,
                        random -> certifies(policy(random, MAX_LOSS), DELTA),
                        "looked at after every hundred clusters, by t",
                        random -> peeks(Truths.threeValued(random, CLUSTERS, DISCORDANT, -MAX_LOSS))),
                new World(
                        "certificate-beyond-the-edge",
                        "a policy that loses half a point more is not certified",
                        HOLDS,
                        5_000,
                        1_000,
                        random -> certifies(policy(random, MAX_LOSS + 0.005), DELTA),
                        "certified on the mean of the sample",
                        random -> Truths.mean(Truths.threeValued(random, CLUSTERS, DISCORDANT, -MAX_LOSS - 0.005))
                                > -MAX_LOSS),
                new World(
                        "certificate-of-extremes",
                        "every answer wins or loses all, and the mean loss is what may be lost: not certified",
                        HOLDS,
                        5_000,
                        1_000,
                        random -> certifies(
                                Increments.perCluster(Truths.threeValued(random, CLUSTERS, 1, -MAX_LOSS), MAX_LOSS),
                                DELTA),
                        "certified on the mean of the sample",
                        random -> Truths.mean(Truths.threeValued(random, CLUSTERS, 1, -MAX_LOSS)) > -MAX_LOSS),
                new World(
                        "certificate-of-sessions",
                        "sessions of 2 calls lose nothing, those of 18 more than may be lost, all calls together exactly"
                                + " that: not certified",
                        HOLDS,
                        5_000,
                        1_000,
                        random -> certifies(sessions(random, true), DELTA),
                        "every session counts alike",
                        random -> certifies(sessions(random, false), DELTA)),
                new World(
                        "certificate-power",
                        "no loss, 8 % discordant each way, 8,000 clusters: certified at 2 points",
                        Rule.succeeds(0.8),
                        1_000,
                        300,
                        random -> !certifies(
                                Increments.perCluster(Truths.threeValued(random, 8_000, DISCORDANT, 0), MAX_LOSS),
                                0.05),
                        "by Hoeffding and Bentkus",
                        random -> byHoeffdingBentkus(Truths.threeValued(random, 8_000, DISCORDANT, 0)) > 0.05),
                new World(
                        "hundred-useless-policies",
                        "100 policies that lose half a point too much, in an order fixed beforehand: none is certified",
                        HOLDS,
                        1_000,
                        150,
                        random -> LearnThenTest.certify(policies(random), DELTA)
                                .certified()
                                .isPresent(),
                        "ordered by what the certification set says",
                        random -> LearnThenTest.certify(
                                        policies(random).stream()
                                                .sorted(Comparator.comparingDouble(LearnThenTest::bettingPValue))
                                                .toList(),
                                        DELTA)
                                .certified()
                                .isPresent()),
                new World(
                        "retry-until-it-passes",
                        "ten policies at the edge tried on one set, each at half the error of the last: none is certified",
                        HOLDS,
                        2_000,
                        500,
                        random -> retries(random, true),
                        "each at the whole error",
                        random -> retries(random, false)),
                new World(
                        "fifty-two-windows",
                        "a year of weekly certificates at the edge that share one error: none is given",
                        HOLDS,
                        1_000,
                        200,
                        random -> windows(random, DELTA / 52),
                        "each at the whole error",
                        random -> windows(random, DELTA)),
                new World(
                        "sixty-nights",
                        "60 nights train a policy at the edge and test it on the last 30 days: none is ever certified",
                        HOLDS,
                        1_000,
                        100,
                        random -> nights(random, night -> ErrorBudget.shareOfWindow(DELTA, night)),
                        "each at the whole error",
                        random -> nights(random, night -> DELTA)),
                new World(
                        "sixty-nights-power",
                        "no loss, 4 % discordant each way, 8,000 clusters in 30 days: certified at 2 points on the 60th night",
                        Rule.succeeds(0.8),
                        1_000,
                        200,
                        random -> !certifies(lastNight(random), ErrorBudget.shareOfWindow(DELTA, NIGHTS)),
                        "half the error of the test before, for each that has read one of its days",
                        random -> !certifies(lastNight(random), ErrorBudget.share(DELTA, DAYS))),
                new World(
                        "prices-changed-after",
                        "certified without a loss, then prices change and lead to a model that loses 2 points too much: not"
                                + " certified until tested anew",
                        HOLDS,
                        2_000,
                        500,
                        random -> certifies(policy(random, 0), DELTA) && certifies(policy(random, 2 * MAX_LOSS), DELTA),
                        "the certificate is kept",
                        random -> certifies(policy(random, 0), DELTA)),
                new World(
                        "late-jump",
                        "10,000 good calls, then a loss of 0.3, a tenth shadowed: an alarm within 2,500 calls, none before",
                        Rule.errorAtMost(0.05),
                        1_000,
                        250,
                        random -> !alarmsInTime(random, true),
                        "never started afresh",
                        random -> !alarmsInTime(random, false)));
    }

    private static Increments policy(SplittableRandom random, double loss) {
        return Increments.perCluster(Truths.threeValued(random, CLUSTERS, DISCORDANT, -loss), MAX_LOSS);
    }

    /** Half of the sessions have 2 calls, half 18; calls of a session do alike in a quarter of the sessions. */
    private static Increments sessions(SplittableRandom random, boolean byCalls) {
        double lossOfLong = MAX_LOSS / 0.9;
        double[] means = new double[CLUSTERS];
        double[] weights = new double[CLUSTERS];
        for (int c = 0; c < CLUSTERS; c++) {
            boolean isLong = random.nextBoolean();
            int calls = isLong ? 18 : 2;
            double loss = isLong ? lossOfLong : 0;
            boolean alike = random.nextInt(4) == 0;
            double shared = random.nextDouble();
            double sum = 0;
            for (int call = 0; call < calls; call++) {
                sum += Truths.threeValued(alike ? shared : random.nextDouble(), DISCORDANT, -loss);
            }
            means[c] = sum / calls;
            weights[c] = byCalls ? calls : 1;
        }
        return Increments.weighted(means, weights, byCalls ? 18 : 1, MAX_LOSS);
    }

    private static boolean certifies(Increments policy, double delta) {
        return LearnThenTest.bettingPValue(policy) <= delta;
    }

    private static List<Increments> policies(SplittableRandom random) {
        List<Increments> policies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            policies.add(
                    Increments.perCluster(Truths.threeValued(random, 500, DISCORDANT, -MAX_LOSS - 0.005), MAX_LOSS));
        }
        return policies;
    }

    private static double byHoeffdingBentkus(double[] differences) {
        return LearnThenTest.certify(List.of(Increments.perCluster(differences, MAX_LOSS)), DELTA)
                .crossChecks()
                .get(0);
    }

    private static boolean peeks(double[] differences) {
        for (int seen = 100; seen <= differences.length; seen += 100) {
            double[] first = Arrays.copyOf(differences, seen);
            if (Truths.studentInterval(first, 1 - 2 * DELTA).low() > -MAX_LOSS) {
                return true;
            }
        }
        return false;
    }

    private static boolean retries(SplittableRandom random, boolean spends) {
        for (int attempt = 1; attempt <= 10; attempt++) {
            double delta = spends ? ErrorBudget.share(DELTA, attempt) : DELTA;
            if (certifies(policy(random, MAX_LOSS), delta)) {
                return true;
            }
        }
        return false;
    }

    private static boolean windows(SplittableRandom random, double delta) {
        for (int week = 0; week < 52; week++) {
            if (certifies(policy(random, MAX_LOSS), delta)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Four policies take turns from night to night, each with losses of its own on every day; windows overlap
     * by all days but one.
     */
    private static boolean nights(SplittableRandom random, IntToDoubleFunction error) {
        int policies = 4;
        double[][][] days = new double[policies][NIGHTS + DAYS][];
        for (double[][] ofPolicy : days) {
            Arrays.setAll(ofPolicy, day -> Truths.threeValued(random, CLUSTERS / DAYS, DISCORDANT, -MAX_LOSS));
        }
        for (int night = 1; night <= NIGHTS; night++) {
            double[][] window = Arrays.copyOfRange(days[night % policies], night, night + DAYS);
            double[] differences =
                    Arrays.stream(window).flatMapToDouble(Arrays::stream).toArray();
            if (certifies(Increments.perCluster(differences, MAX_LOSS), error.applyAsDouble(night))) {
                return true;
            }
        }
        return false;
    }

    private static Increments lastNight(SplittableRandom random) {
        return Increments.perCluster(Truths.threeValued(random, 8_000, DISCORDANT / 2, 0), MAX_LOSS);
    }

    /** Equal wealth without the restart: a detector whose observations before the jump are all kept in one product. */
    private static boolean alarmsInTime(SplittableRandom random, boolean restarts) {
        double averageRunLength = 1e6;
        double shadow = 0.1;
        double tolerance = 0.05;
        Watch watch = restarts
                ? new DriftDetector(tolerance, -1 / shadow, averageRunLength)::add
                : new OneProduct(tolerance, -1 / shadow, averageRunLength)::add;
        for (int call = 0; call < 12_500; call++) {
            double loss = call >= 10_000 && random.nextDouble() < 0.3 ? 1 : 0;
            double pseudoLoss = random.nextDouble() < shadow ? loss / shadow : 0;
            if (watch.add(pseudoLoss)) {
                return call >= 10_000;
            }
        }
        return false;
    }

    private interface Watch {
        boolean add(double pseudoLoss);
    }

    /** A betting martingale since the first call, as in a certificate. */
    private static final class OneProduct {
        private final double tolerance;
        private final double smallestLoss;
        private final double threshold;
        private final double[] logWealth = new double[24];
        private final double[] fractions = new double[24];

        OneProduct(double tolerance, double smallestLoss, double threshold) {
            this.tolerance = tolerance;
            this.smallestLoss = smallestLoss;
            this.threshold = threshold;
            Arrays.setAll(fractions, bet -> 0.005 * StrictMath.pow(180, bet / 23.0));
        }

        boolean add(double pseudoLoss) {
            double sum = 0;
            for (int bet = 0; bet < logWealth.length; bet++) {
                logWealth[bet] += Math.log1p(fractions[bet] / (tolerance - smallestLoss) * (pseudoLoss - tolerance));
                sum += Math.exp(logWealth[bet]);
            }
            return sum / logWealth.length >= threshold;
        }
    }
}
