package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DollarsTest {
    @Test
    void machinesGetEveryDigitAndAtLeastNinePlaces() {
        assertEquals("12.345678901", Dollars.exact(new BigDecimal("12.345678901")));
        assertEquals("0.000000000001", Dollars.exact(new BigDecimal("0.000000000001")));
        assertEquals("7.000000000", Dollars.exact(new BigDecimal("7")));
        assertEquals("1000000000.000000000", Dollars.exact(new BigDecimal("1E+9")));
    }

    @Test
    void peopleGetCents() {
        assertEquals("$1,234.57", Dollars.display(new BigDecimal("1234.567")));
        assertEquals("-$3.10", Dollars.display(new BigDecimal("-3.1")));
        assertEquals("$0.00", Dollars.display(BigDecimal.ZERO));
    }

    @Test
    void amountsBelowACentKeepTwoDigits() {
        assertEquals("$0.00042", Dollars.display(new BigDecimal("0.000421")));
        assertEquals("-$0.0099", Dollars.display(new BigDecimal("-0.00991")));
    }
}
