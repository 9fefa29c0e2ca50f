package io.weighbridge.tokenlog;

import java.math.BigDecimal;

/**
 * A price of one kind of token. A price with at most six decimal places is a whole number of picodollars per token, so
 * the usual product is exact in a {@code long}.
 *
 * @param usdPerMillionTokens from 0 to 2,000, several times the dearest model, so that the cost of any call fits
 *     {@link Usd}; 0 is free, an unknown price is no {@code Rate} at all
 */
public record Rate(BigDecimal usdPerMillionTokens) {
    private static final BigDecimal DEAREST = new BigDecimal("2000");
    private static final int PICODOLLARS_PER_TOKEN_DIGITS = 6;

    public Rate {
        check("price", usdPerMillionTokens);
        usdPerMillionTokens = usdPerMillionTokens.signum() == 0 ? BigDecimal.ZERO : plain(usdPerMillionTokens);
    }

    /** @throws InvalidRecordException naming the field if the price is out of range */
    public static Rate of(String field, BigDecimal usdPerMillionTokens) {
        check(field, usdPerMillionTokens);
        return new Rate(usdPerMillionTokens);
    }

    /** Reads a decimal such as {@code "0.15"}. */
    public static Rate of(String usdPerMillionTokens) {
        return new Rate(new BigDecimal(usdPerMillionTokens));
    }

    /** The exact price of so many tokens in picodollars, not yet rounded. */
    BigDecimal picodollars(long tokens) {
        return usdPerMillionTokens
                .scaleByPowerOfTen(PICODOLLARS_PER_TOKEN_DIGITS)
                .multiply(BigDecimal.valueOf(tokens));
    }

    boolean isZero() {
        return usdPerMillionTokens.signum() == 0;
    }

    private static void check(String field, BigDecimal price) {
        if (price.signum() < 0) {
            throw new InvalidRecordException(field, "must not be negative", price.toPlainString());
        }
        if (price.compareTo(DEAREST) > 0) {
            throw new InvalidRecordException(
                    field, "must be at most 2000 USD per million tokens", price.toPlainString());
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
