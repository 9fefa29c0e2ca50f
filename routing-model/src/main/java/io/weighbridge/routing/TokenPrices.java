package io.weighbridge.routing;

/**
 * Prices of one model, flattened out of a price book.
 *
 * @param inputPicodollars price of an input token in 1e-12 USD; equals USD per million tokens times 10^6
 * @param outputPicodollars price of an output token in 1e-12 USD
 */
public record TokenPrices(long inputPicodollars, long outputPicodollars) {
    /** About 9,007 USD per token: all prices are exact as doubles, in every language. */
    static final long MAX_PICODOLLARS = 1L << 53;

    private static final double PICODOLLARS_PER_USD = 1e12;

    public TokenPrices {
        check("prices.input_picodollars", inputPicodollars);
        check("prices.output_picodollars", outputPicodollars);
    }

    /** The cost in USD of so many tokens. */
    public double costUsd(double inputTokens, double outputTokens) {
        return (inputTokens * inputPicodollars + outputTokens * outputPicodollars) / PICODOLLARS_PER_USD;
    }

    private static void check(String field, long value) {
        Check.isTrue(value >= 0 && value <= MAX_PICODOLLARS, field, "must be in [0, 2^53]", value);
    }
}
