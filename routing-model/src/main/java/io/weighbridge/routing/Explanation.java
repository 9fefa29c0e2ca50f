package io.weighbridge.routing;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts a choice into words and numbers for people, logs and audits. */
final class Explanation {
    private final Policy policy;
    private final boolean certified;
    private final Preference preference;
    private final OpenTask task;
    private final @Nullable Eligibility[] why;
    private final double[] quality;
    private final double[] costUsd;

    /**
     * @param certified whether the policy's certificate holds now
     * @param why per candidate why it is excluded, {@code null} where it is not
     */
    Explanation(Policy policy, boolean certified, Preference preference, @Nullable Eligibility[] why) {
        this.policy = policy;
        this.certified = certified;
        this.preference = preference;
        this.why = why;
        task = preference.task();
        quality = preference.quality();
        costUsd = preference.costUsd();
    }

    RouteDecision of(Choice choice, String policyId) {
        List<CandidateEstimate> estimates = estimates();
        CandidateEstimate chosen = estimates.get(choice.model());
        boolean covered = certified && (choice.asTested() || choice.model() == task.incumbent());
        return new RouteDecision(
                chosen.model(),
                chosen.expectedQuality(),
                chosen.expectedCostUsd(),
                choice.propensity(),
                reason(choice, covered),
                policyId,
                estimates,
                choice.kind(),
                covered);
    }

    /** What is expected of every candidate, and whether it could have been chosen. */
    List<CandidateEstimate> estimates() {
        CandidateEstimate[] estimates = new CandidateEstimate[quality.length];
        for (int k = 0; k < quality.length; k++) {
            estimates[k] = new CandidateEstimate(name(k), known(quality[k]), known(costUsd[k]), eligibility(k));
        }
        return List.of(estimates);
    }

    private Eligibility eligibility(int k) {
        @Nullable Eligibility excluded = why[k];
        if (excluded != null) {
            return excluded;
        }
        if (k == task.incumbent()) {
            return Eligibility.INCUMBENT;
        }
        if (!task.isOpen(k)) {
            return task.isKnown() ? Eligibility.NOT_OPEN : Eligibility.UNKNOWN_TASK;
        }
        if (Double.isNaN(quality[k])) {
            return Eligibility.NO_QUALITY;
        }
        if (Double.isNaN(costUsd[k])) {
            return Eligibility.NO_COST;
        }
        if (preference.needsLatency() && Double.isNaN(preference.latencyMillis()[k])) {
            return Eligibility.NO_LATENCY;
        }
        boolean below = preference.hasTolerance() && quality[k] < quality[task.incumbent()] - preference.tolerance();
        return below ? Eligibility.BELOW_TOLERANCE : Eligibility.ELIGIBLE;
    }

    private String reason(Choice choice, boolean covered) {
        StringBuilder reason = new StringBuilder(120).append(name(choice.model()));
        switch (choice.kind()) {
            case EXPLORATION ->
                reason.append(": drawn for exploration instead of ").append(name(choice.greedy()));
            case FALLBACK -> appendFallback(reason, choice);
            case RULE -> appendRule(reason, choice.model());
        }
        if (choice.model() == task.incumbent() || !task.isKnown()) {
            return reason.toString();
        }
        @Nullable Cascade cascade = task.cascade();
        if (cascade != null) {
            reason.append("; ").append(cascade.verifier()).append(" checks the answer, else ");
            reason.append(cascade.escalation());
        }
        return reason.append(!certified ? "; uncertified" : covered ? "" : "; not covered by the certificate")
                .toString();
    }

    private void appendFallback(StringBuilder reason, Choice choice) {
        Eligibility excluded = eligibility(choice.preferred());
        reason.append(": falls back from ").append(name(choice.preferred()));
        reason.append(", which is excluded: ").append(excluded.why());
    }

    private void appendRule(StringBuilder reason, int model) {
        int incumbent = task.incumbent();
        if (model == incumbent) {
            reason.append(task.isKnown() ? ": incumbent, " : ": default incumbent, ")
                    .append(whyIncumbent());
            return;
        }
        reason.append(": expected quality ");
        Decimals.append(reason, quality[model], 3);
        appendComparison(reason, quality[model], quality[incumbent]);
        reason.append(name(incumbent)).append("'s ");
        Decimals.append(reason, quality[incumbent], 3);
        double saving = 100 * (1 - costUsd[model] / costUsd[incumbent]);
        reason.append(saving >= 0 ? ", saves " : ", costs ");
        Decimals.append(reason, Math.abs(saving), 0);
        reason.append(saving >= 0 ? " %" : " % more");
    }

    private void appendComparison(StringBuilder reason, double quality, double incumbentQuality) {
        if (preference.isByUtility()) {
            reason.append(" against ");
        } else if (quality >= incumbentQuality) {
            reason.append(", not below ");
        } else {
            reason.append(" within ");
            Decimals.appendShort(reason, preference.tolerance(), 4);
            reason.append(" of ");
        }
    }

    private String whyIncumbent() {
        if (!task.isKnown()) {
            return "the policy does not know the task";
        }
        if (preference.changesNothing()) {
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
                return preference.isByUtility()
                        ? "no open model has a higher utility"
                        : "no cheaper open model is expected to be good enough";
            }
        }
        return "no other model is open for this task";
    }

    private String name(int k) {
        return policy.candidates().get(k).model();
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
