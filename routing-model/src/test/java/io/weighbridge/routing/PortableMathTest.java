package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PortableMathTest {
    @Test
    void expIsWithinOnePartInTenToTheFifteenOfStrictMath() {
        double worst = 0;
        for (double x = -707.9; x <= 709; x += 0.000977) {
            double exact = StrictMath.exp(x);
            worst = Math.max(worst, Math.abs(PortableMath.exp(x) - exact) / exact);
        }
        assertTrue(worst < 1e-15, "worst relative error " + worst);
    }

    @Test
    void expIsExactAtZeroAndFlushesToZeroFarBelow() {
        assertEquals(1, PortableMath.exp(0));
        assertEquals(1, PortableMath.exp(-0.0));
        assertEquals(0, PortableMath.exp(-708.5));
        assertEquals(0, PortableMath.exp(Double.NEGATIVE_INFINITY));
    }

    @Test
    void expRefusesWhatWouldOverflow() {
        assertEquals(
                "exponent: must be at most 709, was 710.0",
                assertThrows(IllegalArgumentException.class, () -> PortableMath.exp(710))
                        .getMessage());
    }

    @Test
    void theLogisticFunctionIsStableOnBothSides() {
        assertEquals(0.5, PortableMath.logistic(0));
        assertEquals(1, PortableMath.logistic(1e300));
        assertEquals(0, PortableMath.logistic(-1e300));
        assertEquals(1, PortableMath.logistic(Double.POSITIVE_INFINITY));
        for (double x = -40; x <= 40; x += 0.013) {
            assertEquals(1 / (1 + StrictMath.exp(-x)), PortableMath.logistic(x), 1e-15);
        }
    }

    @Test
    void theLogisticFunctionNeverDescends() {
        double before = 0;
        for (double x = -720; x <= 50; x += 0.0101) {
            double p = PortableMath.logistic(x);
            assertTrue(p >= before - 1e-15, "at " + x);
            before = p;
        }
    }
}
