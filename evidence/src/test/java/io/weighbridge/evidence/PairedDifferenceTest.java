package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

    @Test
    void tenSingletonsGiveTheStudentInterval() {
        double[] differences = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        Estimate estimate = estimate(differences, Clustering.independent(10));

        // mean 0.1, standard error √(0.9 / 9 / 10) = 0.1, t(0.975; 9) = 2.262157
        assertEquals(0.1, estimate.value(), 1e-15);
        assertEquals(0.1, estimate.standardError(), 1e-15);
        assertEquals(9, estimate.degreesOfFreedom(), 1e-9);
        assertEquals(-0.1262157, estimate.interval().low(), 1e-7);
        assertEquals(0.3262157, estimate.interval().high(), 1e-7);
    }

    @Test
    void unequalClustersBelowFortyUseBellMcCaffreyDegrees() {
        List<String> keys = new ArrayList<>();
        double[] differences = new double[55];
        for (int g = 0; g < 10; g++) {
            for (int i = 0; i <= g; i++) {
                differences[keys.size()] = ((g * 7 + i * 3) % 5 - 2) / 2.0;
                keys.add("session-" + g);
            }
        }

        Estimate estimate = estimate(differences, Clustering.of(keys));

        // From the dense matrices (I − H)ᵀ A in an independent computation.
        assertEquals(-0.09090909090909091, estimate.value(), 1e-14);
        assertEquals(0.03634527309364353, estimate.standardError(), 1e-14);
        assertEquals(6.873888267830506, estimate.degreesOfFreedom(), 1e-10);
        assertEquals(2 * 0.08626358539324624, estimate.interval().width(), 1e-9);
    }

    @Test
    void fortyClustersUseTheLargeSampleVariance() {
        List<String> keys = new ArrayList<>();
        double[] differences = new double[80];
        for (int unit = 0; unit < 80; unit++) {
            keys.add("session-" + unit / 2);
            differences[unit] = unit / 2 % 2;
        }

        Estimate estimate = estimate(differences, Clustering.of(keys));

        // e_g = ±1: V = 40/39 · 40 / 80², t(0.975; 39) = 2.0226909
        assertEquals(0.5, estimate.value());
        assertEquals(Math.sqrt(40.0 / 39 * 40 / 6400), estimate.standardError(), 1e-15);
        assertEquals(
                2 * 2.0226909 * Math.sqrt(40.0 / 39 * 40 / 6400),
                estimate.interval().width(),
                1e-7);
    }

    @Test
    void nineClustersAreRefused() {
        IntervalEstimate refused = PairedDifference.of(new double[9], Clustering.independent(9), 0.95);

        assertEquals(new Refused("9 clusters, at least 10 are needed"), refused);
    }

    @Test
    void identicalAnswersAreRefusedRatherThanCertain() {
        IntervalEstimate refused = PairedDifference.of(new double[50], Clustering.independent(50), 0.95);

        assertEquals(new Refused("all clusters agree exactly, so that there is no spread to estimate from"), refused);
    }

    @Test
    void intervalsCoverIndependentUnits() {
        int misses = Worlds.misses(
                4_000,
                random ->
                        missesTheMean(Worlds.threeValued(random, 300, 0.2, -0.02), Clustering.independent(300), -0.02));

        assertBetween(120, 280, misses);
    }

    @Test
    void intervalsCoverClustersAndUnitsAloneDoNot() {
        Clustering sessions = Worlds.clustersOf(40, 10);
        int misses = Worlds.misses(4_000, random -> missesTheMean(world(random, 40), sessions, -0.02));
        int brokenMisses =
                Worlds.misses(4_000, random -> missesTheMean(world(random, 40), Clustering.independent(400), -0.02));

        assertBetween(120, 280, misses);
        assertTrue(brokenMisses > 280, "units taken for independent must miss too often, missed " + brokenMisses);
    }

    @Test
    void fewClustersStillCover() {
        Clustering sessions = Worlds.clustersOf(12, 10);

        int misses = Worlds.misses(4_000, random -> missesTheMean(world(random, 12), sessions, -0.02));

        assertBetween(80, 360, misses);
    }

    private static double[] world(SplittableRandom random, int clusters) {
        return Worlds.clustered(random, clusters, 10, 0.25, 0.3, -0.02);
    }

    private static boolean missesTheMean(double[] differences, Clustering clustering, double mean) {
        return !estimate(differences, clustering).interval().contains(mean);
    }

    private static Estimate estimate(double[] differences, Clustering clustering) {
        return assertInstanceOf(Estimate.class, PairedDifference.of(differences, clustering, 0.95));
    }

    private static void assertBetween(int fewest, int most, int misses) {
        assertTrue(misses >= fewest && misses <= most, "missed " + misses + ", expected " + fewest + " to " + most);
    }
}
