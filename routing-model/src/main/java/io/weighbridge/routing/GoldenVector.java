package io.weighbridge.routing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * An example that every scorer must reproduce to the bit before it may use the policy.
 *
 * @param task task of the example
 * @param prompt a made-up prompt; never one from a log
 * @param features the features of the request
 * @param quality expected quality per candidate, in their order; empty where the candidate has no estimate
 */
public record GoldenVector(String task, String prompt, SparseVector features, List<OptionalDouble> quality) {

    public GoldenVector {
        quality = List.copyOf(quality);
    }
}
