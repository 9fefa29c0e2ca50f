package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Clusters, effective sample size and the bootstrap. */
class SamplingTest {

    @Test
    void unequalWeightsAreWorthFewerUnits() {
        assertEquals(16.0 / 6, Kish.effectiveSampleSize(new double[] {1, 1, 2}), 1e-15);
        assertEquals(5, Kish.effectiveSampleSize(new double[] {3, 3, 3, 3, 3}), 1e-15);
    }

    @Test
    void negativeWeightsAreRefused() {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> Kish.effectiveSampleSize(new double[] {-1}));

        assertEquals("weight: must be finite and not negative, was -1.0", refused.getMessage());
    }

    @Test
    void clustersAreNumberedByFirstAppearance() {
        Clustering clustering = Clustering.of(List.of("b", "a", "b"));

        assertEquals(2, clustering.clusters());
        assertArrayEquals(new double[] {4, 2}, clustering.sums(new double[] {1, 2, 3}));
        assertArrayEquals(new double[] {2, 2}, clustering.means(new double[] {1, 2, 3}));
    }

    @Test
    void theHashedOrderDependsOnKeysAndSaltAlone() {
        Clustering one = Clustering.of(List.of("a", "b", "c", "d", "e", "f"));
        Clustering same = Clustering.of(List.of("f", "e", "d", "c", "b", "a"));

        double[] byKey = one.meansInHashedOrder(new double[] {1, 2, 3, 4, 5, 6}, "salt");

        assertArrayEquals(byKey, same.meansInHashedOrder(new double[] {6, 5, 4, 3, 2, 1}, "salt"));
        double[] otherSalt = one.meansInHashedOrder(new double[] {1, 2, 3, 4, 5, 6}, "pepper");
        assertNotEquals(Arrays.toString(byKey), Arrays.toString(otherSalt));
    }

    @Test
    void theBootstrapIsDecidedByItsSeed() {
        double[] differences = Worlds.threeValued(new SplittableRandom(4), 200, 0.3, 0);
        Clustering clustering = Clustering.independent(200);

        Interval first = PairedClusterBootstrap.ofMeanDifference(differences, clustering, 500, 0.95, 1);

        assertEquals(first, PairedClusterBootstrap.ofMeanDifference(differences, clustering, 500, 0.95, 1));
        assertNotEquals(first, PairedClusterBootstrap.ofMeanDifference(differences, clustering, 500, 0.95, 2));
    }

    @Test
    void theBootstrapIsAsWideAsTheClusterInterval() {
        Clustering sessions = Worlds.clustersOf(100, 10);
        double[] differences = Worlds.clustered(new SplittableRandom(6), 100, 10, 0.25, 0.3, 0);

        double bootstrap = PairedClusterBootstrap.ofMeanDifference(differences, sessions, 4_000, 0.95, 1)
                .width();
        double units = PairedClusterBootstrap.ofMeanDifference(
                        differences, Clustering.independent(1_000), 4_000, 0.95, 1)
                .width();
        double studentised = ((Estimate) PairedDifference.of(differences, sessions, 0.95))
                .interval()
                .width();

        assertEquals(1, bootstrap / studentised, 0.08);
        assertTrue(units / studentised < 0.8, "resampling units must be too narrow, was " + units / studentised);
    }

    @Test
    void equalDifferencesHaveNoSpread() {
        Interval interval = PairedClusterBootstrap.ofMeanDifference(
                new double[] {0.5, 0.5, 0.5}, Clustering.independent(3), 100, 0.9, 0);

        assertEquals(new Interval(0.5, 0.5), interval);
    }

    @Test
    void intervalsRefuseSwappedEnds() {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> new Interval(1, 0));

        assertEquals("interval: low must not exceed high, was [1.0, 0.0]", refused.getMessage());
    }
}
