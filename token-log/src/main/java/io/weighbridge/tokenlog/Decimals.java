package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Decimal numbers as contracts spell them: bounded in length, so that "1e999999999" costs nothing to refuse. */
public final class Decimals {
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}(\\.\\d{1,60})?([eE][+-]?\\d{1,2})?");

    private static final int LONGEST_COUNT = 18;

    private Decimals() {}

    /**
     * Reads a decimal such as "0.000994" or "4.6875e-6".
     *
     * @throws InvalidRecordException naming the field if it is none
     */
    public static BigDecimal parse(String field, String value) {
        if (isShortWhole(value)) {
            return BigDecimal.valueOf(Long.parseLong(value));
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw new InvalidRecordException(field, "must be a decimal number", value);
        }
        return new BigDecimal(value);
    }

    /** Most numbers of a log are counts of tokens. */
    private static boolean isShortWhole(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST_COUNT;
    }

    /** The amount as money, rounded half-even to a picodollar. */
    public static Usd usd(String field, BigDecimal value) {
        try {
            return Usd.of(value);
        } catch (ArithmeticException e) {
            throw new InvalidRecordException(field, "must be below 9.2 million USD", value.toPlainString());
        }
    }
}
