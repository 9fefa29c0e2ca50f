package io.weighbridge.routing;

/** A model that judges a single call: the log-odds of a good answer from the features of the request. */
public sealed interface CallModel permits LogisticModel, BoostedTrees, StackedModel {
    /** Largest bias, weight or leaf: sums of so many stay finite. */
    double LARGEST_TERM = 1e100;

    /** The log-odds of a good answer, before calibration. */
    double logOdds(SparseVector features);

    /** The largest index of a feature that the model reads, or −1 if it reads none. */
    int lastIndex();
}
