package io.weighbridge.evidence;

/** Kish's effective sample size (Survey Sampling, 1965): how many equally weighted units the weighted ones are worth. */
public final class Kish {
    private Kish() {}

    /**
     * (Σw)² / Σw², between 1 and the number of positive weights.
     *
     * @param weights not negative, at least one positive
     */
    public static double effectiveSampleSize(double[] weights) {
        double sum = 0;
        double squares = 0;
        for (double weight : weights) {
            if (!(weight >= 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException("weight: must be finite and not negative, was " + weight);
            }
            sum += weight;
            squares += weight * weight;
        }
        if (sum == 0) {
            throw new IllegalArgumentException(
                    "weight: at least one must be positive, were " + weights.length + " zeros");
        }
        return sum * sum / squares;
    }
}
