package io.weighbridge.routing;

/**
 * Weights and boosted trees that were fitted side by side and are added up, each by its factor in the stack (L. Breiman, "Stacked
 * regressions", 1996); the factors are already in weights and leaves.
 *
 * @param linear the weights, and the log-odds of the vector of zeros before the first tree
 * @param trees what is added to them; their bias is 0
 */
public record StackedModel(LogisticModel linear, BoostedTrees trees) implements CallModel {

    public StackedModel {
        Check.isTrue(trees.bias() == 0, "trees.bias", "must be 0 beside weights", trees.bias());
    }

    /** The log-odds: those of the weights, then one leaf per tree added in the order of the trees. */
    @Override
    public double logOdds(SparseVector features) {
        return trees.addTo(linear.logOdds(features), features);
    }

    @Override
    public int lastIndex() {
        return Math.max(linear.lastIndex(), trees.lastIndex());
    }
}
