package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.LearnThenTest.Certification;
import io.weighbridge.evidence.LearnThenTest.Increments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LearnThenTestTest {
    private static final double MAX_LOSS = 0.02;
    private static final double DELTA = 0.05;
    private static final int MOST_MISSES_IN_1000 = 67;

    @Test
    void pValueIsOneOverTheLargestWealthWithBetsScaledToTheWorstLoss() {
        Increments policy = Increments.perCluster(new double[] {1, 0, 1}, MAX_LOSS);

        // wealth 1.19226, 1.19801, 1.49422 in an independent computation
        assertEquals(0.6692446933432626, LearnThenTest.bettingPValue(policy), 1e-12);
    }

    @Test
    void hoeffdingBentkusAtZeroLossIsThePowerOfTheLevel() {
        assertEquals(Math.pow(0.5, 10), HoeffdingBentkus.pValue(0, 0.5, 10), 1e-15);
        assertEquals(1, HoeffdingBentkus.pValue(0.6, 0.5, 10));
    }

    @Test
    void theSequenceStopsAtTheFirstFailure() {
        Increments good = Increments.perCluster(filled(500, 0), MAX_LOSS);
        Increments bad = Increments.perCluster(filled(500, -0.1), MAX_LOSS);

        assertEquals(OptionalInt.of(1), certified(good, good, bad, good));
        assertEquals(OptionalInt.empty(), certified(bad, good));
        assertEquals(OptionalInt.of(2), certified(good, good, good));
    }

    @Test
    void everyPValueIsReportedWithItsCrossCheck() {
        Increments bad = Increments.perCluster(filled(500, -0.1), MAX_LOSS);
        Increments good = Increments.perCluster(filled(500, 0), MAX_LOSS);

        Certification certification = LearnThenTest.certify(List.of(bad, good), DELTA);

        assertEquals(1, certification.pValues().get(0));
        assertTrue(certification.pValues().get(1) < DELTA);
        assertEquals(1, certification.crossChecks().get(0));
        // min over both bounds at (loss + 1)/2 = 0.5 against 0.51: exp(−500 h(0.5, 0.51))
        assertEquals(0.9047, certification.crossChecks().get(1), 1e-3);
    }

    @Test
    void atTheBoundaryACertificateIsRareAndTheBestLookingPolicyIsNot() {
        int misses = Worlds.misses(1_000, random -> certifiesAtLoss(random, MAX_LOSS));
        int beyond = Worlds.misses(1_000, random -> certifiesAtLoss(random, MAX_LOSS + 0.005));
        int brokenMisses = Worlds.misses(1_000, LearnThenTestTest::bestOfTwentyPasses);

        assertTrue(misses <= MOST_MISSES_IN_1000, "missed " + misses);
        assertTrue(beyond <= MOST_MISSES_IN_1000, "missed " + beyond);
        assertTrue(brokenMisses > MOST_MISSES_IN_1000, "picking the best must be caught, missed " + brokenMisses);
    }

    @Test
    void aHarmlessPolicyIsCertifiedFromEightThousandClusters() {
        int certified = Worlds.misses(
                300,
                random -> LearnThenTest.bettingPValue(
                                Increments.perCluster(Worlds.threeValued(random, 8_000, 0.16, 0), MAX_LOSS))
                        <= DELTA);

        assertTrue(certified >= 240, "power must be at least 0.8, certified " + certified + " of 300");
    }

    @Test
    void clustersCountOnceAndUnitsTakenForClustersDoNotHold() {
        Clustering sessions = Worlds.clustersOf(300, 10);
        int misses = Worlds.misses(1_000, random -> {
            double[] world = Worlds.clustered(random, 300, 10, 0.6, 0.3, -MAX_LOSS);
            return passes(sessions.meansInHashedOrder(world, "certify"));
        });
        int brokenMisses = Worlds.misses(1_000, random -> {
            double[] world = Worlds.clustered(random, 300, 10, 0.6, 0.3, -MAX_LOSS);
            return passes(world);
        });

        assertTrue(misses <= MOST_MISSES_IN_1000, "missed " + misses);
        assertTrue(brokenMisses > MOST_MISSES_IN_1000, "units as clusters must be caught, missed " + brokenMisses);
    }

    @Test
    void callWeightsHoldWhereLargeSessionsLoseAndClusterMeansDoNot() {
        int misses = Worlds.misses(1_000, random -> {
            SizedClusters world = sizeCorrelatedWithLoss(random);
            return LearnThenTest.bettingPValue(Increments.weighted(world.means, world.shares, 1, MAX_LOSS)) <= DELTA;
        });
        int brokenMisses = Worlds.misses(1_000, random -> passes(sizeCorrelatedWithLoss(random).means));

        assertTrue(misses <= MOST_MISSES_IN_1000, "missed " + misses);
        assertTrue(brokenMisses > MOST_MISSES_IN_1000, "unweighted clusters must be caught, missed " + brokenMisses);
    }

    @Test
    void refusesWeightsAboveTheirCap() {
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> Increments.weighted(new double[] {0}, new double[] {3}, 2, MAX_LOSS));

        assertEquals("weight: must be in [0, 2.0], was 3.0", refused.getMessage());
    }

    private static boolean certifiesAtLoss(SplittableRandom random, double loss) {
        return passes(Worlds.threeValued(random, 4_000, 0.16, -loss));
    }

    private static boolean bestOfTwentyPasses(SplittableRandom random) {
        List<Increments> policies = new ArrayList<>();
        for (int policy = 0; policy < 20; policy++) {
            policies.add(Increments.perCluster(Worlds.threeValued(random, 400, 0.16, -MAX_LOSS), MAX_LOSS));
        }
        return LearnThenTest.certify(policies, DELTA).pValues().stream().anyMatch(p -> p <= DELTA);
    }

    /** Half the sessions have 1 call and lose nothing, half have 9 and lose so much that a call loses ε on average. */
    private static SizedClusters sizeCorrelatedWithLoss(SplittableRandom random) {
        double[] means = new double[2_000];
        double[] shares = new double[2_000];
        for (int session = 0; session < means.length; session++) {
            boolean large = random.nextBoolean();
            shares[session] = (large ? 9 : 1) / 9.0;
            means[session] = Worlds.threeValued(random.nextDouble(), 0.1, large ? -MAX_LOSS * 10 / 9 : 0);
        }
        return new SizedClusters(means, shares);
    }

    private static final class SizedClusters {
        private final double[] means;
        private final double[] shares;

        SizedClusters(double[] means, double[] shares) {
            this.means = means;
            this.shares = shares;
        }
    }

    private static boolean passes(double[] differences) {
        return LearnThenTest.bettingPValue(Increments.perCluster(differences, MAX_LOSS)) <= DELTA;
    }

    private static OptionalInt certified(Increments... policies) {
        return LearnThenTest.certify(Arrays.asList(policies), DELTA).certified();
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }
}
