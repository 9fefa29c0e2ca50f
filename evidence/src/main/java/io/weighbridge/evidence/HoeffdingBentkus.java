package io.weighbridge.evidence;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The Hoeffding–Bentkus p-value of "the mean of n independent losses in [0, 1] exceeds a level" (Bates et al., JACM 2021;
 * Angelopoulos et al. 2021, proposition 1): min(exp(−n h(min(R̂, a), a)), e · P(Bin(n, a) ≤ ⌈n R̂⌉)).
 */
final class HoeffdingBentkus {
    private HoeffdingBentkus() {}

    /**
     * @param meanLoss R̂ in [0, 1]
     * @param level a in (0, 1)
     */
    static double pValue(double meanLoss, double level, int losses) {
        double hoeffding = Math.exp(-losses * relativeEntropy(Math.min(meanLoss, level), level));
        // A mean that is an integer up to rounding must not be lifted to the next one.
        int ceiling = (int) Math.ceil(losses * meanLoss - 1e-9);
        double bentkus = Math.E * BinomialDistribution.of(losses, level).cumulativeProbability(ceiling);
        return Math.min(1, Math.min(hoeffding, bentkus));
    }

    /** h(a, b) = a ln(a/b) + (1 − a) ln((1 − a)/(1 − b)), with 0 ln 0 = 0. */
    private static double relativeEntropy(double a, double b) {
        return term(a, b) + term(1 - a, 1 - b);
    }

    private static double term(double a, double b) {
        return a == 0 ? 0 : a * Math.log(a / b);
    }
}
