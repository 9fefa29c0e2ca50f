package io.weighbridge.trainer.fit;

/** The logistic function and what belongs to it, on doubles. */
final class Logistic {
    private static final double MOST_CERTAIN = 1e-4;

    private Logistic() {}

    static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** Log-odds of a probability, kept finite by 1e-4 at both ends. */
    static double logit(double probability) {
        double p = Math.min(1 - MOST_CERTAIN, Math.max(MOST_CERTAIN, probability));
        return Math.log(p / (1 - p));
    }

    /** log(1 + exp(x)) without overflow. */
    static double log1pExp(double x) {
        return Math.max(x, 0) + Math.log(1 + Math.exp(-Math.abs(x)));
    }
}
