package io.weighbridge.routing;

/**
 * A cheap answer that is checked, and asked again of a better model if it fails (Dekoninck et al. 2024). Whoever serves a
 * call of the task sends it to the first model, has the verifier look at the answer, and sends what fails on.
 *
 * @param first the model that is asked first
 * @param verifier name of the check, which must be the one that scored the evidence
 * @param verifierCostUsd what one check costs
 * @param escalation the model that is asked where the check fails
 */
public record Cascade(String first, String verifier, double verifierCostUsd, String escalation) {
    public Cascade {
        Check.notBlank("cascade.first", first);
        Check.notBlank("cascade.verifier", verifier);
        Check.notNegative("cascade.verifier_cost_usd", verifierCostUsd);
        Check.isTrue(!first.equals(escalation), "cascade.escalation", "must differ from the first model", escalation);
    }
}
