package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.IntervalEstimate.Refused;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightedDifferenceTest {
    @Test
    void weightsCountAsManyCallsAsTheyStandFor() {
        // 60 units that stand for themselves and 20 that stand for three each; half of either lose one point.
        double[] weights = new double[80];
        double[] differences = new double[80];
        Arrays.fill(weights, 0, 60, 1);
        Arrays.fill(weights, 60, 80, 3);
        Arrays.fill(differences, 0, 30, 1);
        Arrays.fill(differences, 60, 70, 1);

        Estimate estimate = (Estimate) WeightedDifference.of(differences, weights, Clustering.independent(80), 0.95);

        assertEquals(0.5, estimate.value(), 1e-15);
        // Σ w² (D − ½)² = 60/4 + 20·9/4 = 60; Σ w = 120; Kish: 120² / (60 + 180) = 60
        assertEquals(Math.sqrt(60.0 * 80 / 79) / 120, estimate.standardError(), 1e-15);
        assertEquals(59, estimate.degreesOfFreedom(), 1e-12);
        assertEquals(
                0.5 + 2.0009953780882 * estimate.standardError(),
                estimate.interval().high(),
                1e-10);
    }

    @Test
    void equalWeightsAreThePairedDifference() {
        double[] differences = new double[100];
        double[] weights = new double[100];
        Arrays.fill(weights, 7);
        Arrays.setAll(differences, i -> i % 3 - 1);

        Estimate weighted = (Estimate) WeightedDifference.of(differences, weights, Clustering.independent(100), 0.9);
        Estimate paired = (Estimate) PairedDifference.of(differences, Clustering.independent(100), 0.9);

        assertEquals(paired.value(), weighted.value(), 1e-15);
        assertEquals(paired.standardError(), weighted.standardError(), 1e-15);
    }

    @Test
    void oneHeavyDrawIsNotFortyEffectiveOnes() {
        double[] differences = new double[1000];
        double[] weights = new double[1000];
        Arrays.fill(weights, 1);
        weights[0] = 1000;
        differences[0] = 1;

        assertEquals(
                new Refused("3 effective clusters, at least 40 are needed"),
                WeightedDifference.of(differences, weights, Clustering.independent(1000), 0.95));
    }
}
