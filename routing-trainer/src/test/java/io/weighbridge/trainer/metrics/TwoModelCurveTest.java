package io.weighbridge.trainer.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TwoModelCurveTest {
    private static final double[] SCORE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final double[] WEAK = new double[10];
    /** The strong model is right where the router expects it: on the five highest scores. */
    private static final double[] STRONG = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};

    @Test
    void elevenThresholdsGoFromAllWeakToAllStrong() {
        TwoModelCurve curve = TwoModelCurve.of(SCORE, WEAK, STRONG);

        assertArrayEquals(new double[] {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}, curve.strongShare(), 1e-12);
        assertArrayEquals(new double[] {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, curve.quality(), 1e-12);
    }

    @Test
    void apgrIsTheAreaBetweenTheModelsThatIsRecovered() {
        // Area under the curve: 0.5 · 0.5 / 2 + 0.5 · 0.5 = 0.375, of a gap of 0.5.
        assertEquals(0.75, TwoModelCurve.of(SCORE, WEAK, STRONG).apgr(), 1e-12);
    }

    @Test
    void callPerformanceThresholdsInterpolateTheShareAtAQuality() {
        TwoModelCurve curve = TwoModelCurve.of(SCORE, WEAK, STRONG);

        assertEquals(25, curve.cpt(0.5), 1e-9);
        assertEquals(40, curve.cpt(0.8), 1e-9);
    }

    @Test
    void aScoreThatTellsNothingRecoversHalf() {
        assertEquals(0.5, TwoModelCurve.of(new double[10], WEAK, STRONG).apgr(), 1e-12);
    }

    @Test
    void aReversedRouterMirrorsAGoodOne() {
        double[] reversed = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
        assertEquals(0.25, TwoModelCurve.of(reversed, WEAK, STRONG).apgr(), 1e-12);
    }

    @Test
    void quantilesInterpolateBetweenOrderStatistics() {
        assertEquals(2.5, TwoModelCurve.quantile(new double[] {1, 2, 3, 4}, 0.5), 1e-12);
        assertEquals(1.9, TwoModelCurve.quantile(new double[] {1, 2, 3, 4}, 0.3), 1e-12);
    }
}
