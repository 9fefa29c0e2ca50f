package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class UsdTest {
    @Test
    void amountsAreExactToAPicodollarAndRoundedHalfEven() {
        assertEquals(994_000_000L, Usd.parse("0.000994").picodollars());
        assertEquals(0, Usd.parse("0.0000000000005").picodollars());
        assertEquals(2, Usd.parse("0.0000000000015").picodollars());
        assertEquals("0.000225000000", Usd.parse("0.00022500000000000002").toString());
    }

    @Test
    void sumsThatDoNotFitAreAnErrorNotAWrapAround() {
        assertThrows(ArithmeticException.class, () -> new Usd(Long.MAX_VALUE).plus(new Usd(1)));
        assertThrows(ArithmeticException.class, () -> Usd.parse("9300000"));
    }
}
