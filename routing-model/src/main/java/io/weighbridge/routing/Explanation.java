package io.weighbridge.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Puts a choice into words and numbers for people, logs and audits. */
final class Explanation {
    private Explanation() {}

    static RouteDecision of(
            Policy policy, String policyId, OpenTask task, Choice choice, double[] quality, double[] costUsd) {
        List<CandidateEstimate> estimates = new ArrayList<>(quality.length);
        for (int k = 0; k < quality.length; k++) {
            Eligibility eligibility = eligibility(policy.rule(), task, k, quality, costUsd);
            estimates.add(estimate(policy, k, quality, costUsd, eligibility));
        }
        String reason = choice.model() == choice.greedy()
                ? reason(policy, task, choice.model(), quality, costUsd)
                : name(policy, choice.model()) + ": drawn for exploration instead of " + name(policy, choice.greedy());
        return decision(policyId, choice.model(), choice.propensity(), reason, estimates);
    }

    static RouteDecision ofUnknownTask(
            Policy policy, String policyId, int incumbent, double[] quality, double[] costUsd) {
        List<CandidateEstimate> estimates = new ArrayList<>(quality.length);
        for (int k = 0; k < quality.length; k++) {
            Eligibility eligibility = k == incumbent ? Eligibility.INCUMBENT : Eligibility.UNKNOWN_TASK;
            estimates.add(estimate(policy, k, quality, costUsd, eligibility));
        }
        String reason = name(policy, incumbent) + ": default incumbent, the policy does not know the task";
        return decision(policyId, incumbent, 1, reason, estimates);
    }

    private static Eligibility eligibility(Rule rule, OpenTask task, int k, double[] quality, double[] costUsd) {
        if (k == task.incumbent()) {
            return Eligibility.INCUMBENT;
        }
        if (!task.isOpen(k)) {
            return Eligibility.NOT_OPEN;
        }
        if (Double.isNaN(quality[k])) {
            return Eligibility.NO_QUALITY;
        }
        if (Double.isNaN(costUsd[k])) {
            return Eligibility.NO_COST;
        }
        boolean below =
                rule instanceof Rule.CheapestWithin && quality[k] < quality[task.incumbent()] - task.tolerance();
        return below ? Eligibility.BELOW_TOLERANCE : Eligibility.ELIGIBLE;
    }

    private static String reason(Policy policy, OpenTask task, int model, double[] quality, double[] costUsd) {
        int incumbent = task.incumbent();
        StringBuilder reason = new StringBuilder(120).append(name(policy, model));
        if (model == incumbent) {
            return reason.append(": incumbent, ")
                    .append(whyIncumbent(policy, task, quality, costUsd))
                    .toString();
        }
        reason.append(": expected quality ");
        Decimals.append(reason, quality[model], 3);
        reason.append(comparison(policy.rule(), task, quality[model], quality[incumbent]));
        reason.append(name(policy, incumbent)).append("'s ");
        Decimals.append(reason, quality[incumbent], 3);
        double saving = 100 * (1 - costUsd[model] / costUsd[incumbent]);
        reason.append(saving >= 0 ? ", saves " : ", costs ");
        Decimals.append(reason, Math.abs(saving), 0);
        reason.append(saving >= 0 ? " %" : " % more");
        return reason.append(policy.isCertified() ? "" : "; uncertified").toString();
    }

    private static String comparison(Rule rule, OpenTask task, double quality, double incumbentQuality) {
        if (rule instanceof Rule.MaxUtility) {
            return " against ";
        }
        if (quality >= incumbentQuality) {
            return ", not below ";
        }
        StringBuilder within = new StringBuilder(" within ");
        Decimals.appendShort(within, task.tolerance(), 4);
        return within.append(" of ").toString();
    }

    private static String whyIncumbent(Policy policy, OpenTask task, double[] quality, double[] costUsd) {
        if (policy.rule() instanceof Rule.IncumbentOnly) {
            return "the policy changes nothing";
        }
        if (Double.isNaN(quality[task.incumbent()])) {
            return "its quality in this task is unknown";
        }
        if (Double.isNaN(costUsd[task.incumbent()])) {
            return "its cost is unknown";
        }
        for (int k = 0; k < quality.length; k++) {
            if (task.isOpen(k) && k != task.incumbent()) {
                return policy.rule() instanceof Rule.MaxUtility
                        ? "no open model has a higher utility"
                        : "no cheaper open model is expected to be good enough";
            }
        }
        return "no other model is open for this task";
    }

    private static RouteDecision decision(
            String policyId, int model, double propensity, String reason, List<CandidateEstimate> estimates) {
        CandidateEstimate chosen = estimates.get(model);
        return new RouteDecision(
                chosen.model(),
                chosen.expectedQuality(),
                chosen.expectedCostUsd(),
                propensity,
                reason,
                policyId,
                estimates);
    }

    private static CandidateEstimate estimate(
            Policy policy, int k, double[] quality, double[] costUsd, Eligibility eligibility) {
        return new CandidateEstimate(name(policy, k), known(quality[k]), known(costUsd[k]), eligibility);
    }

    private static String name(Policy policy, int k) {
        return policy.candidates().get(k).model();
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
