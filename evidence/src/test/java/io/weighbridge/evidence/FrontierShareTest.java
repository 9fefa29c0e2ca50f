package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrontierShareTest {
    @Test
    void pairedOutcomesSayHowOftenTheIncumbentWasBetter() {
        double[] incumbent = {1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1};
        double[] candidate = {1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0};
        Estimate share = assertInstanceOf(
                Estimate.class, FrontierShare.paired(incumbent, candidate, Clustering.independent(12), 0.95));

        assertEquals(0.25, share.value(), 1e-15);
    }

    @Test
    void separateSamplesGiveBoundsOnly() {
        // Clopper and Pearson at 1.25 % a side: 90 of 100 and 70 of 100
        Interval bounds = FrontierShare.binaryBounds(90, 100, 70, 100, 0.95);

        assertTrue(bounds.low() > 0.01 && bounds.low() < 0.06, bounds.toString());
        assertTrue(bounds.high() > 0.38 && bounds.high() < 0.43, bounds.toString());
        assertEquals(0, FrontierShare.binaryBounds(50, 100, 50, 100, 0.95).low());
        assertEquals(0, FrontierShare.binaryBounds(0, 20, 20, 20, 0.95).low());
        assertThrows(IllegalArgumentException.class, () -> FrontierShare.binaryBounds(21, 20, 1, 20, 0.95));
    }

    @Test
    void theExactLimitsAreThoseOfClopperAndPearson() {
        // 2 of 20 at 97.5 % a side: 0.0123 to 0.3170 (Clopper and Pearson, widely tabled); share ≤ p_a
        Interval bounds = FrontierShare.binaryBounds(2, 20, 0, 20, 0.90);

        assertEquals(0.3170, bounds.high(), 5e-5);
    }

    @Test
    void theBoundsHoldTheTruthWhateverTheModelsShare() {
        int misses = Worlds.misses(1_000, random -> {
            double together = random.nextDouble();
            int a = 0;
            int k = 0;
            double share = 0.8 * (1 - together) * 0.4 + together * 0.2;
            for (int i = 0; i < 300; i++) {
                a += random.nextDouble() < 0.8 ? 1 : 0;
                k += random.nextDouble() < 0.6 ? 1 : 0;
            }
            return !FrontierShare.binaryBounds(a, 300, k, 300, 0.95).contains(share);
        });

        assertTrue(misses <= 67, "missed " + misses);
    }

    @Test
    void gradesAreBoundedByTheirDistributions() {
        SplittableRandom random = new SplittableRandom(1);
        double[] high = random.doubles(2_000, 0.6, 1).toArray();
        double[] low = random.doubles(2_000, 0, 0.4).toArray();

        assertTrue(FrontierShare.gradedBounds(high, low, 0.95).low() > 0.9);
        assertEquals(1, FrontierShare.gradedBounds(high, low, 0.95).high());
        assertTrue(FrontierShare.gradedBounds(low, high, 0.95).high() < 0.1);
        Interval same = FrontierShare.gradedBounds(high, high, 0.95);
        assertEquals(0, same.low());
        assertTrue(same.high() > 0.9, "one model against itself may still differ on every call");
    }
}
