package io.weighbridge.samples.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RankCurveTest {
    @Test
    void theAreaIsTheShareOfPairsInOrderAndTiesCountHalf() {
        double[] scores = {0.1, 0.4, 0.4, 0.8};
        boolean[] outcomes = {false, true, false, true};
        // Pairs (right, wrong): .4 beats .1, .4 ties .4, .8 beats both.
        assertEquals(3.5 / 4, RankCurve.area(scores, outcomes), 1e-12);
    }

    @Test
    void equalOutcomesHaveNoArea() {
        assertTrue(Double.isNaN(RankCurve.area(new double[] {1, 2}, new boolean[] {true, true})));
    }
}
