package io.weighbridge.audit.assessment;

import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.evidence.Verdict;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * All verdicts of one audit.
 *
 * @param incumbents by task
 * @param assessments by task, then candidate
 * @param slices the same by team, application and agent
 * @param judges how far judge models agree with labels
 * @param successCosts by task, then model
 * @param units distinct units with outcomes
 */
public record Evidence(
        List<Incumbent> incumbents,
        List<Assessment> assessments,
        List<Slice> slices,
        List<JudgeAgreement> judges,
        List<SuccessCost> successCosts,
        long units) {
    public Evidence {
        incumbents = List.copyOf(incumbents);
        assessments = List.copyOf(assessments);
        slices = List.copyOf(slices);
        judges = List.copyOf(judges);
        successCosts = List.copyOf(successCosts);
    }

    /** The candidate that suffices and saves most, per task that has one; tasks whose saving is unknown have none. */
    public List<Assessment> chosen() {
        Map<String, Assessment> best = new LinkedHashMap<>();
        for (Assessment assessment : assessments) {
            if (sufficesAndSaves(assessment)) {
                best.merge(assessment.task(), assessment, BinaryOperator.maxBy(Comparator.comparing(Evidence::saved)));
            }
        }
        return List.copyOf(best.values());
    }

    /**
     * What the chosen candidates would have saved together on calls of the window; no task saves more than its incumbent
     * cost. Savings on evaluation units that are not calls do not count.
     */
    public BigDecimal jointSavingUsd(SpendLedger ledger) {
        Map<String, Map<String, SpendAmount>> spend = ledger.modelsByTask();
        return chosen().stream()
                .filter(assessment ->
                        Objects.requireNonNull(assessment.measured()).coversCalls())
                .map(assessment -> saved(assessment).min(spent(spend, assessment)))
                .reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add);
    }

    public long count(Verdict verdict) {
        return assessments.stream()
                .filter(assessment -> assessment.verdict() == verdict)
                .count();
    }

    private static boolean sufficesAndSaves(Assessment assessment) {
        return assessment.verdict() == Verdict.SMALLER_SUFFICES
                && assessment.saving().usd() != null
                && saved(assessment).signum() > 0;
    }

    private static BigDecimal saved(Assessment assessment) {
        return Objects.requireNonNull(assessment.saving().usd());
    }

    private static BigDecimal spent(Map<String, Map<String, SpendAmount>> spend, Assessment assessment) {
        return spend.getOrDefault(assessment.task(), Map.of())
                .getOrDefault(Objects.requireNonNull(assessment.incumbent()), SpendAmount.NONE)
                .spendUsd();
    }
}
