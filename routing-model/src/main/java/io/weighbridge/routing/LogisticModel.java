package io.weighbridge.routing;

/**
 * A sparse logistic regression: log-odds of a good answer, linear in the features.
 *
 * @param bias log-odds of the vector of zeros
 * @param weights weight per feature index
 */
public record LogisticModel(double bias, SparseVector weights) {

    public LogisticModel {
        Check.finite("bias", bias);
    }

    /** The log-odds: bias, then weight times value added in the order of the indices. */
    public double logOdds(SparseVector features) {
        double sum = bias;
        int w = 0;
        for (int f = 0; f < features.size(); f++) {
            int index = features.index(f);
            while (w < weights.size() && weights.index(w) < index) {
                w++;
            }
            if (w < weights.size() && weights.index(w) == index) {
                sum += weights.value(w) * features.value(f);
            }
        }
        return sum;
    }
}
