package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CostPerSuccessTest {
    @Test
    void failedAttemptsArePaidForBySuccesses() {
        // 20 attempts at 0.5 each and 16 successes
        double[] costs = new double[20];
        double[] successes = new double[20];
        Arrays.fill(costs, 0.5);
        Arrays.fill(successes, 0, 16, 1);

        CostPerSuccess cost = CostPerSuccess.of(costs, successes, Clustering.independent(20), 0.95);

        assertEquals(0.625, Objects.requireNonNull(cost.value()), 1e-15);
        // With equal costs Fieller's limits are 0.5 over the t limits of the success rate: 0.8 ± 2.093024 ·
        // √(0.8·0.2/19)
        double half = 2.093024054 * Math.sqrt(0.8 * 0.2 / 19);
        assertEquals(0.5 / (0.8 + half), Objects.requireNonNull(cost.low()), 1e-9);
        assertEquals(0.5 / (0.8 - half), Objects.requireNonNull(cost.high()), 1e-9);
    }

    @Test
    void successesThatCouldBeNoneLeaveNoUpperEnd() {
        double[] costs = new double[20];
        double[] successes = new double[20];
        Arrays.fill(costs, 0.5);
        successes[3] = 1;

        CostPerSuccess cost = CostPerSuccess.of(costs, successes, Clustering.independent(20), 0.95);

        assertEquals(10, Objects.requireNonNull(cost.value()), 1e-12);
        assertNull(cost.high());
        double half = 2.093024054 * Math.sqrt(0.05 * 0.95 / 19);
        assertEquals(0.5 / (0.05 + half), Objects.requireNonNull(cost.low()), 1e-9);
        assertNull(CostPerSuccess.of(costs, new double[20], Clustering.independent(20), 0.95)
                .value());
    }

    @Test
    void nineClustersAreTooFew() {
        CostPerSuccess cost = CostPerSuccess.of(
                new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, new double[9], Clustering.independent(9), 0.9);

        assertEquals("9 clusters, at least 10 are needed", cost.refusal());
        assertNull(cost.low());
    }

    @Test
    void itCoversTheRatio() {
        int misses = Worlds.misses(4_000, random -> {
            double[] costs = new double[60];
            double[] successes = new double[60];
            for (int i = 0; i < 60; i++) {
                successes[i] = random.nextDouble() < 0.6 ? 1 : 0;
                // Failures run on: 2 to 4 against 1 to 3.
                costs[i] = 2 + 2 * random.nextDouble() - successes[i];
            }
            CostPerSuccess cost = CostPerSuccess.of(costs, successes, Clustering.independent(60), 0.95);
            double truth = (3 - 0.6) / 0.6;
            assertNotNull(cost.low());
            return cost.low() > truth || (cost.high() != null && cost.high() < truth);
        });

        assertTrue(misses >= 120 && misses <= 280, "missed " + misses);
    }
}
