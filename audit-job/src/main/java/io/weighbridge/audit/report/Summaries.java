package io.weighbridge.audit.report;

import io.weighbridge.audit.anomaly.Anomalies;
import io.weighbridge.audit.assessment.Assessment;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.Evidence;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.levers.Lever;
import io.weighbridge.audit.levers.LeverSaving;
import io.weighbridge.audit.levers.Levers.Pulled;
import io.weighbridge.audit.report.AuditSummary.Choice;
import io.weighbridge.audit.report.AuditSummary.DayTotal;
import io.weighbridge.audit.report.AuditSummary.HostingLine;
import io.weighbridge.audit.report.AuditSummary.Inputs;
import io.weighbridge.audit.report.AuditSummary.LeverLine;
import io.weighbridge.audit.report.AuditSummary.Registration;
import io.weighbridge.audit.report.AuditSummary.SliceLine;
import io.weighbridge.audit.report.AuditSummary.SpendTotal;
import io.weighbridge.audit.report.AuditSummary.StepLine;
import io.weighbridge.audit.report.AuditSummary.SuccessLine;
import io.weighbridge.audit.report.AuditSummary.VerdictLine;
import io.weighbridge.audit.report.AuditSummary.Window;
import io.weighbridge.audit.report.AuditSummary.WorkflowLine;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.ModelTraffic;
import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.audit.workflow.Workflows;
import io.weighbridge.evidence.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts ledger and evidence into an {@link AuditSummary}. */
final class Summaries {
    private final @Nullable RegisteredWindow registered;
    private final AuditOptions options;
    private final SpendLedger ledger;
    private final Evidence evidence;
    private final List<DayRollup> days;
    private final Pulled pulled;
    private final Workflows workflows;
    private final Anomalies anomalies;
    private final Inputs inputs;

    Summaries(
            AuditOptions options,
            SpendLedger ledger,
            List<DayRollup> days,
            Evidence evidence,
            Pulled pulled,
            Workflows workflows,
            Anomalies anomalies,
            Inputs inputs,
            @Nullable RegisteredWindow registered) {
        this.registered = registered;
        this.options = options;
        this.ledger = ledger;
        this.days = days;
        this.evidence = evidence;
        this.pulled = pulled;
        this.workflows = workflows;
        this.anomalies = anomalies;
        this.inputs = inputs;
    }

    /** @param report where the report is said to be */
    AuditSummary summary(String auditId, Window window, String report) {
        SpendAmount total = ledger.total();
        List<LeverLine> levers = levers();
        return new AuditSummary(
                auditId,
                window,
                total.calls(),
                total.spendUsd(),
                Arrays.asList(total.spendLowUsd(), total.spendHighUsd()),
                byModel(),
                evidence.assessments().stream().map(VerdictLine::of).toList(),
                levers,
                levers.stream().map(LeverLine::savingUsd).reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add),
                report,
                total.billedUsd(),
                total.computedUsd(),
                total.unpricedCalls(),
                total.usageMissingCalls(),
                total.estimatedCalls(),
                total.inputTokens(),
                total.outputTokens(),
                ledger.byDay().entrySet().stream()
                        .map(day -> new DayTotal(
                                day.getKey(),
                                day.getValue().calls(),
                                day.getValue().spendUsd()))
                        .toList(),
                ledger.byTask().stream().map(SpendTotal::of).toList(),
                ledger.byTeam().stream().map(SpendTotal::of).toList(),
                ledger.byApplication().stream().map(SpendTotal::of).toList(),
                evidence.incumbents(),
                evidence.chosen().stream().map(Summaries::choice).toList(),
                evidence.successCosts().stream().map(SuccessLine::of).toList(),
                verdictCounts(),
                evidence.units(),
                options.tolerance(),
                options.confidence(),
                inputs.priceVersion(),
                registered == null ? null : Registration.of(registered),
                evidence.slices().stream()
                        .filter(slice -> slice.task() == null)
                        .map(SliceLine::of)
                        .toList(),
                evidence.judges(),
                workflows.costs().stream().map(WorkflowLine::of).toList(),
                workflows.steps().stream().map(StepLine::of).toList(),
                pulled.hosting().stream().map(HostingLine::of).toList(),
                anomalies,
                inputs);
    }

    private List<SpendTotal> byModel() {
        Map<String, ModelTraffic> traffic = ModelTraffic.byModel(days);
        return ledger.byModel().stream()
                .map(total -> SpendTotal.ofModel(total, Objects.requireNonNull(traffic.get(total.name()))))
                .toList();
    }

    private List<LeverLine> levers() {
        List<LeverLine> lines = new ArrayList<>();
        for (Lever lever : Lever.values()) {
            List<LeverSaving> parts = pulled.savings().stream()
                    .filter(saving -> saving.lever() == lever)
                    .toList();
            lines.add(new LeverLine(
                    lever.label(),
                    parts.stream().map(LeverSaving::savingUsd).reduce(BigDecimal.ZERO.setScale(12), BigDecimal::add),
                    parts.stream().mapToLong(LeverSaving::calls).sum(),
                    lever.confidence().name().toLowerCase(Locale.ROOT)));
        }
        return lines;
    }

    private Map<String, Long> verdictCounts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict.label(), evidence.count(verdict));
        }
        return counts;
    }

    private static Choice choice(Assessment assessment) {
        return new Choice(
                assessment.task(),
                Objects.requireNonNull(assessment.incumbent()),
                Objects.requireNonNull(assessment.candidate()),
                Objects.requireNonNull(assessment.saving().usd()));
    }
}
