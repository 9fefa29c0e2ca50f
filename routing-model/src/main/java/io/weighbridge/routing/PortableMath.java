package io.weighbridge.routing;

/**
 * The exponential and logistic functions from + − × ÷ alone, in a fixed order, so that every language computes the same
 * bits. {@link Math#exp} may differ between platforms by a unit in the last place.
 */
final class PortableMath {
    private static final double SMALLEST_EXPONENT = -708;
    private static final double LARGEST_EXPONENT = 709;
    private static final double PER_LN_2 = 1.4426950408889634;
    /** The leading 32 bits of ln 2: a product with a small integer is exact. */
    private static final double LN_2_HIGH = 0.6931471803691238;

    private static final double LN_2_LOW = 1.9082149292705877e-10;

    /** 1/n! for n = 0 to 13; the first term left out is below 5e-18 on the reduced range. */
    private static final double[] INVERSE_FACTORIALS = {
        1.0,
        1.0,
        0.5,
        0.16666666666666666,
        0.041666666666666664,
        0.008333333333333333,
        0.001388888888888889,
        1.984126984126984e-4,
        2.48015873015873e-5,
        2.7557319223985893e-6,
        2.755731922398589e-7,
        2.505210838544172e-8,
        2.08767569878681e-9,
        1.6059043836821613e-10
    };

    private PortableMath() {}

    /**
     * e^x with a relative error below 1e-15.
     *
     * @param x at most 709; below −708 the result is 0
     */
    static double exp(double x) {
        if (x < SMALLEST_EXPONENT) {
            return 0;
        }
        if (!(x <= LARGEST_EXPONENT)) {
            throw new IllegalArgumentException("exponent: must be at most 709, was " + x);
        }
        double k = Math.floor(x * PER_LN_2 + 0.5);
        double r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
        double sum = INVERSE_FACTORIALS[13];
        for (int n = 12; n >= 0; n--) {
            sum = sum * r + INVERSE_FACTORIALS[n];
        }
        return sum * powerOfTwo((int) k);
    }

    /** 1 / (1 + e^−x), without overflow on either side. */
    static double logistic(double x) {
        if (x >= 0) {
            return 1 / (1 + exp(-x));
        }
        double e = exp(x);
        return e / (1 + e);
    }

    /** Exact for exponents of normal numbers. */
    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((exponent + 1023L) << 52);
    }
}
