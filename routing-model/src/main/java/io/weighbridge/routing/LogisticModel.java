package io.weighbridge.routing;

/**
 * A sparse logistic regression: log-odds of a good answer, linear in the features.
 *
 * @param bias log-odds of the vector of zeros
 * @param weights weight per feature index
 */
public record LogisticModel(double bias, SparseVector weights) implements CallModel {

    public LogisticModel {
        Check.isTrue(Math.abs(bias) <= LARGEST_TERM, "bias", "must be at most 1e100 in size", bias);
        for (int i = 0; i < weights.size(); i++) {
            Check.isTrue(
                    Math.abs(weights.value(i)) <= LARGEST_TERM,
                    "weights[" + i + "]",
                    "must be at most 1e100 in size",
                    weights.value(i));
        }
    }

    /** The log-odds: bias, then weight times value added in the order of the indices. */
    @Override
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

    @Override
    public int lastIndex() {
        return weights.size() == 0 ? -1 : weights.index(weights.size() - 1);
    }
}
