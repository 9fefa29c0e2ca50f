package io.weighbridge.routing.json;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimals as {@link Double#parseDouble} does, several times faster for those of up to 18 digits and moderate exponent:
 * digits divided or multiplied by a power of ten in twice the precision of a double (T. Dekker, "A floating-point technique for
 * extending the available precision", 1971), and rounded once. What comes too near the middle between two doubles for that
 * precision is left to the JDK.
 */
final class DecimalReader {
    private static final int MOST_DIGITS = 18;
    private static final double[] POWERS_OF_TEN = new double[23];
    private static final double SPLITTER = (1 << 27) + 1;
    private static final long FRACTION = (1L << 52) - 1;

    /** Relative distance from the middle between two doubles; the error of what is computed is below 1e-15. */
    private static final double SAFE = 1e-9;

    static {
        // Exact up to 10^22.
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private DecimalReader() {}

    /** @param bytes a JSON number, from one position to another */
    static double read(byte[] bytes, int from, int to) {
        long digits = 0;
        int count = 0;
        int places = 0;
        boolean fraction = false;
        int at = bytes[from] == '-' ? from + 1 : from;
        for (; at < to && bytes[at] != 'e' && bytes[at] != 'E'; at++) {
            if (bytes[at] == '.') {
                fraction = true;
            } else {
                digits = digits * 10 + (bytes[at] - '0');
                count += digits == 0 ? 0 : 1;
                places += fraction ? 1 : 0;
                if (count > MOST_DIGITS) {
                    return byJdk(bytes, from, to);
                }
            }
        }
        if (at < to || places >= POWERS_OF_TEN.length) {
            return byJdk(bytes, from, to);
        }
        double magnitude = places == 0 ? digits : divided(digits, POWERS_OF_TEN[places]);
        if (Double.isNaN(magnitude)) {
            return byJdk(bytes, from, to);
        }
        return bytes[from] == '-' ? -magnitude : magnitude;
    }

    /** The quotient rounded to nearest, or NaN if that is not certain. */
    private static double divided(long digits, double power) {
        double high = digits;
        double low = digits - (long) high;
        double quotient = high / power;
        double correction = (remainder(high, quotient, power) + low) / power;
        double rounded = quotient + correction;
        double left = correction - (rounded - quotient);
        // Below a power of two doubles are twice as close.
        boolean powerOfTwo = (Double.doubleToRawLongBits(rounded) & FRACTION) == 0;
        boolean certain = Math.abs(left) < Math.ulp(rounded) / 2 * (1 - SAFE) && !powerOfTwo;
        return left == 0 || certain ? rounded : Double.NaN;
    }

    /** {@code high - quotient * power}, exactly. */
    private static double remainder(double high, double quotient, double power) {
        double product = quotient * power;
        double quotientHigh = upper(quotient);
        double quotientLow = quotient - quotientHigh;
        double powerHigh = upper(power);
        double powerLow = power - powerHigh;
        double error = quotientLow * powerLow
                - (((product - quotientHigh * powerHigh) - quotientLow * powerHigh) - quotientHigh * powerLow);
        return (high - product) - error;
    }

    /** The upper 26 bits. */
    private static double upper(double value) {
        double scaled = SPLITTER * value;
        return scaled - (scaled - value);
    }

    private static double byJdk(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
}
