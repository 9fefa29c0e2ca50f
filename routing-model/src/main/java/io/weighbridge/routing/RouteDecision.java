package io.weighbridge.routing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The model a call should go to, and why.
 *
 * @param expectedQuality of the chosen model, in [0, 1]; empty if the policy has no evidence for the task
 * @param expectedCostUsd of the call with the chosen model; empty if price or tokens are unknown
 * @param propensity probability in (0, 1] with which the policy chooses this model for this request
 * @param reason in words, for people
 * @param policyId content hash of the policy
 * @param candidates all models considered, in the order of the policy
 * @param kind how the model came to be chosen
 * @param certificateCovers whether the policy's certificate speaks of this decision: it holds, and the request changes neither
 *     the choice nor its probability. The incumbent of a certified policy is always covered: it loses nothing against itself
 */
public record RouteDecision(
        String model,
        OptionalDouble expectedQuality,
        OptionalDouble expectedCostUsd,
        double propensity,
        String reason,
        String policyId,
        List<CandidateEstimate> candidates,
        DecisionKind kind,
        boolean certificateCovers) {

    public RouteDecision {
        if (!(propensity > 0 && propensity <= 1)) {
            throw new IllegalArgumentException("propensity: must be in (0, 1], was " + propensity);
        }
        candidates = List.copyOf(candidates);
    }
}
