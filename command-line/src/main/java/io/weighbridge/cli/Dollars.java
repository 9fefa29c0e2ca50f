package io.weighbridge.cli;

import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** US dollars as text: exact for machines, rounded for people. */
public final class Dollars {
    private static final int PLACES_OF_MONEY_IN_JSON = 9;
    private static final int PICODOLLAR_PLACES = 12;
    private static final BigDecimal ONE_CENT = new BigDecimal("0.01");
    private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);

    private Dollars() {}

    /** An estimate in picodollars (1e-12 USD), rounded half-even to whole ones; of any size. */
    public static BigDecimal ofPicodollars(double picodollars) {
        BigDecimal whole = BigDecimal.valueOf(picodollars).setScale(0, RoundingMode.HALF_EVEN);
        return new BigDecimal(whole.unscaledValue(), PICODOLLAR_PLACES);
    }

    /** Every digit, with at least nine decimal places: {@code "12.345678901"}. */
    public static String exact(BigDecimal usd) {
        return (usd.scale() < PLACES_OF_MONEY_IN_JSON ? usd.setScale(PLACES_OF_MONEY_IN_JSON) : usd).toPlainString();
    }

    /** For people: {@code "$1,234.57"}; below a cent two significant digits, {@code "$0.00042"}. */
    public static String display(BigDecimal usd) {
        BigDecimal size = usd.abs();
        String sign = usd.signum() < 0 ? "-$" : "$";
        if (size.signum() != 0 && size.compareTo(ONE_CENT) < 0) {
            return sign + size.round(TWO_DIGITS).stripTrailingZeros().toPlainString();
        }
        return sign + String.format(Locale.ROOT, "%,.2f", size.setScale(2, RoundingMode.HALF_EVEN));
    }

    /** For people, as {@link #display(BigDecimal)}. */
    public static String display(Usd usd) {
        return display(usd.toBigDecimal());
    }
}
