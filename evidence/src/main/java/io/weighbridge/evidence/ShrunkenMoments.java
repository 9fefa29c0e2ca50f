package io.weighbridge.evidence;

/**
 * Mean and deviation of a quantity by stratum, each stratum's mean shrunk towards that of all with the weight of ten
 * observations (a normal model with one known ratio of variances; Efron and Morris 1975). For predictions and designs only: they make
 * estimates narrower and bias none, and no verdict rests on them.
 */
public final class ShrunkenMoments {
    private static final double PRIOR_OBSERVATIONS = 10;
    /** One observation's worth of doubt about a spread: where all agree so far, others may not. */
    private static final double PRIOR_DEVIATION = 0.5;

    private final double[] weights;
    private final double[] sums;
    private final double[] squares;
    private double allWeights;
    private double allSums;
    private double allSquares;

    public ShrunkenMoments(int strata) {
        weights = new double[strata];
        sums = new double[strata];
        squares = new double[strata];
    }

    /** @param weight of the observation, 1/(N q) for a draw */
    public void add(int stratum, double value, double weight) {
        weights[stratum] += weight;
        sums[stratum] += weight * value;
        squares[stratum] += weight * value * value;
        allWeights += weight;
        allSums += weight * value;
        allSquares += weight * value * value;
    }

    /** 0 before anything is seen. */
    public double mean(int stratum) {
        return (sums[stratum] + PRIOR_OBSERVATIONS * meanOfAll()) / (weights[stratum] + PRIOR_OBSERVATIONS);
    }

    /**
     * Of observations around {@link #mean}: shrunk towards that of all with the weight of one observation, and towards not
     * knowing with one more. Strata differ more in spread than in mean, and a design that learns so late gains little.
     */
    public double deviation(int stratum) {
        double mean = mean(stratum);
        double around = squares[stratum] - 2 * mean * sums[stratum] + mean * mean * weights[stratum];
        double prior = varianceOfAll() + PRIOR_DEVIATION * PRIOR_DEVIATION;
        return Math.sqrt(Math.max(0, around + prior) / (weights[stratum] + 2));
    }

    private double meanOfAll() {
        return allWeights == 0 ? 0 : allSums / allWeights;
    }

    private double varianceOfAll() {
        double mean = meanOfAll();
        double around = allSquares - 2 * mean * allSums + mean * mean * allWeights;
        return Math.max(0, around + PRIOR_DEVIATION * PRIOR_DEVIATION) / (allWeights + 1);
    }
}
