package io.weighbridge.tokenlog;

import java.math.BigDecimal;

/**
 * A price of one kind of token. A price with at most six decimal places is a whole number of picodollars per token, so
 * the usual product is exact in a {@code long}.
 *
 * @param usdPerMillionTokens from 0 to 2,000, several times the dearest model, so that the cost of any call fits
 *     {@link Usd}; up to 2e8 only as a price in another currency, before it is converted. 0 is free, an unknown price is
 *     no {@code Rate} at all
 */
public record Rate(BigDecimal usdPerMillionTokens) {
    private static final BigDecimal DEAREST = new BigDecimal("2000");
    private static final BigDecimal DEAREST_IN_ANY_CURRENCY = new BigDecimal("2e8");
    private static final int PICODOLLARS_PER_TOKEN_DIGITS = 6;

    public Rate {
        check("price", usdPerMillionTokens, DEAREST_IN_ANY_CURRENCY, "must be at most 200000000 per million tokens");
        usdPerMillionTokens = usdPerMillionTokens.signum() == 0 ? BigDecimal.ZERO : plain(usdPerMillionTokens);
    }

    /** @throws InvalidRecordException naming the field if the price is out of range */
    public static Rate of(String field, BigDecimal usdPerMillionTokens) {
        check(field, usdPerMillionTokens, DEAREST, "must be at most 2000 USD per million tokens");
        return new Rate(usdPerMillionTokens);
    }

    /** Reads a decimal such as {@code "0.15"}. */
    public static Rate of(String usdPerMillionTokens) {
        return of("price", new BigDecimal(usdPerMillionTokens));
    }

    /**
     * A price in another currency.
     *
     * @throws InvalidRecordException naming the field if it is below 0 or above 2e8
     */
    static Rate inAnyCurrency(String field, BigDecimal perMillionTokens) {
        check(field, perMillionTokens, DEAREST_IN_ANY_CURRENCY, "must be at most 200000000 per million tokens");
        return new Rate(perMillionTokens);
    }

    /** The exact multiple. */
    Rate times(BigDecimal factor) {
        return of("price", usdPerMillionTokens.multiply(factor));
    }

    boolean isInUsdRange() {
        return usdPerMillionTokens.compareTo(DEAREST) <= 0;
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

    private static void check(String field, BigDecimal price, BigDecimal dearest, String rule) {
        if (price.signum() < 0) {
            throw new InvalidRecordException(field, "must not be negative", price.toPlainString());
        }
        if (price.compareTo(dearest) > 0) {
            throw new InvalidRecordException(field, rule, price.toPlainString());
        }
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
