package io.weighbridge.routing;

import java.util.OptionalDouble;

/**
 * What a policy expects of one candidate for one request.
 *
 * @param expectedQuality in [0, 1]; empty if the policy has no evidence for the task
 * @param expectedCostUsd in USD; empty if price or tokens are unknown
 */
public record CandidateEstimate(
        String model, OptionalDouble expectedQuality, OptionalDouble expectedCostUsd, Eligibility eligibility) {

    public boolean eligible() {
        return eligibility == Eligibility.ELIGIBLE || eligibility == Eligibility.INCUMBENT;
    }

    public String why() {
        return eligibility.why();
    }
}
