package io.weighbridge.audit.assessment;

import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.evidence.Verdict;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All verdicts of one audit.
 *
 * @param incumbents by task
 * @param assessments by task, then candidate
 * @param units distinct units with outcomes
 */
public record Evidence(List<Incumbent> incumbents, List<Assessment> assessments, long units) {
    public Evidence {
        incumbents = List.copyOf(incumbents);
        assessments = List.copyOf(assessments);
    }

    /** The candidate that suffices and saves most, per task that has one; tasks whose saving is unknown have none. */
    public List<Assessment> chosen() {
        return incumbents.stream()
                .map(incumbent -> cheapestThatSuffices(incumbent.task()))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What the chosen candidates would have saved together on calls of the window; no task saves more than its incumbent
     * cost. Savings on evaluation units that are not calls do not count.
     */
    public BigDecimal jointSavingUsd(SpendLedger ledger) {
        return chosen().stream()
                .filter(assessment ->
                        Objects.requireNonNull(assessment.measured()).coversCalls())
                .map(assessment -> saved(assessment).min(spent(ledger, assessment)))
                .reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add);
    }

    public long count(Verdict verdict) {
        return assessments.stream()
                .filter(assessment -> assessment.verdict() == verdict)
                .count();
    }

    private Optional<Assessment> cheapestThatSuffices(String task) {
        return assessments.stream()
                .filter(assessment -> assessment.task().equals(task))
                .filter(assessment -> assessment.verdict() == Verdict.SMALLER_SUFFICES)
                .filter(assessment ->
                        assessment.saving().usd() != null && saved(assessment).signum() > 0)
                .max(Comparator.comparing(Evidence::saved));
    }

    private static BigDecimal saved(Assessment assessment) {
        return Objects.requireNonNull(assessment.saving().usd());
    }

    private static BigDecimal spent(SpendLedger ledger, Assessment assessment) {
        return ledger.modelsOf(assessment.task())
                .getOrDefault(Objects.requireNonNull(assessment.incumbent()), SpendAmount.NONE)
                .spendUsd();
    }
}
