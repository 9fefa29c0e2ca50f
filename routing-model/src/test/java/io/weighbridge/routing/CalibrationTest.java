package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final Calibration.Isotonic STEPS =
            new Calibration.Isotonic(new double[] {0.5, 0.75}, new double[] {0.1, 0.6, 0.9});

    @Test
    void identityIsTheLogisticFunction() {
        assertEquals(0.5, Calibration.IDENTITY.apply(0));
        assertEquals(0.7310585786300049, Calibration.IDENTITY.apply(1), 1e-15);
    }

    @Test
    void plattMovesAndStretchesTheLogOdds() {
        assertEquals(Calibration.IDENTITY.apply(2 * 0.3 - 1), new Calibration.Platt(2, -1).apply(0.3));
    }

    @Test
    void aStepBeginsAtItsThreshold() {
        assertEquals(0.1, STEPS.apply(-0.001));
        assertEquals(0.6, STEPS.apply(0));
        assertEquals(0.6, STEPS.apply(1.09));
        assertEquals(0.9, STEPS.apply(1.1));
    }

    @Test
    void withoutThresholdsTheOneValueHolds() {
        assertEquals(0.4, new Calibration.Isotonic(new double[0], new double[] {0.4}).apply(3));
    }

    @Test
    void stepsThatDescendAreRefused() {
        assertEquals(
                "calibration.values[1]: must not descend, was 0.2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Calibration.Isotonic(new double[] {0.5}, new double[] {0.3, 0.2}))
                        .getMessage());
    }

    @Test
    void aStepTooFewIsRefused() {
        assertEquals(
                "calibration.values: must be one more than the 1 thresholds, was 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Calibration.Isotonic(new double[] {0.5}, new double[] {0.3}))
                        .getMessage());
    }
}
