package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of US dollars.
 *
 * @param picodollars the amount in 1e-12 USD; a {@code long} holds up to about 9.2 million dollars
 */
public record Usd(long picodollars) implements Comparable<Usd> {
    /** No money; not the same as an unknown amount, which is {@code null}. */
    public static final Usd ZERO = new Usd(0);

    private static final int SCALE = 12;

    /**
     * Rounds half-even to a picodollar.
     *
     * @throws ArithmeticException if the amount does not fit
     */
    public static Usd of(BigDecimal usd) {
        return new Usd(
                usd.setScale(SCALE, RoundingMode.HALF_EVEN).unscaledValue().longValueExact());
    }

    /** Rounds a fractional number of picodollars half-even. */
    static Usd ofPicodollars(BigDecimal picodollars) {
        return new Usd(picodollars.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }

    /** Reads a decimal such as {@code "0.000994"}. */
    public static Usd parse(String usd) {
        return of(new BigDecimal(usd));
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(picodollars, other.picodollars));
    }

    public Usd minus(Usd other) {
        return new Usd(Math.subtractExact(picodollars, other.picodollars));
    }

    /** So many times this amount. */
    public Usd times(long count) {
        return new Usd(Math.multiplyExact(picodollars, count));
    }

    /** The amount in USD with twelve decimal places. */
    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(picodollars, SCALE);
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(picodollars, other.picodollars);
    }

    /** The amount in USD with all twelve decimal places, as the JSON outputs print it. */
    @Override
    public String toString() {
        return toBigDecimal().toPlainString();
    }
}
