package io.weighbridge.audit.assessment;

import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.evidence.Verdict;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
     * The share of what a task's incumbent cost in the window that the chosen candidate would have saved.
     *
     * @param share in (0, 1]: no task saves more than its incumbent cost
     */
    public record Cheaper(String incumbent, String candidate, double share) implements Serializable {}

    /** By task. Savings on evaluation units that are not calls do not count. */
    public Map<String, Cheaper> cheaper(SpendLedger ledger) {
        Map<String, Map<String, SpendAmount>> spend = ledger.modelsByTask();
        Map<String, Cheaper> cheaper = new TreeMap<>();
        for (Assessment assessment : chosen()) {
            BigDecimal spent = spent(spend, assessment);
            if (Objects.requireNonNull(assessment.measured()).coversCalls() && spent.signum() > 0) {
                double share = saved(assessment)
                        .min(spent)
                        .divide(spent, MathContext.DECIMAL64)
                        .doubleValue();
                cheaper.put(
                        assessment.task(),
                        new Cheaper(
                                Objects.requireNonNull(assessment.incumbent()),
                                Objects.requireNonNull(assessment.candidate()),
                                share));
            }
        }
        return cheaper;
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
