package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.SuccessLine;
import io.weighbridge.audit.report.AuditSummary.WorkflowLine;
import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "What a success costs": by task and model, failures included. */
final class SuccessSection {
    private static final int LONGEST_TABLE = 60;

    private final AuditSummary summary;

    SuccessSection(AuditSummary summary) {
        this.summary = summary;
    }

    String html() {
        return units() + workflows();
    }

    private String units() {
        List<SuccessLine> lines = summary.costPerSuccess();
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder table =
                new StringBuilder("<section><h2>What a success costs</h2>\n<p>All costs of a model on a task,"
                        + " failed attempts included, over its successes, with " + Html.percent(summary.confidence())
                        + " intervals. Models are compared on the same work only where they have answered the same units: that is what"
                        + " verdicts are for.</p>\n<table><thead><tr><th>Task</th><th>Model</th><th class=\"number\">Units</th>"
                        + "<th class=\"number\">Successes</th><th class=\"number\">Cost of one</th><th class=\"number\">Interval</th>"
                        + "</tr></thead><tbody>\n");
        lines.stream().limit(LONGEST_TABLE).forEach(line -> row(table, line));
        table.append("</tbody></table>\n");
        if (lines.size() > LONGEST_TABLE) {
            table.append("<p class=\"quiet\">" + (lines.size() - LONGEST_TABLE) + " more are in summary.json.</p>\n");
        }
        return table.append("</section>\n").toString();
    }

    private String workflows() {
        List<WorkflowLine> lines = summary.workflows();
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "<section><h2>What whole workflows cost</h2>\n<p>All calls of a workflow together. What a step does"
                        + " to the end of its workflow is unknown: no log without randomised steps shows it, nor does a replay of"
                        + " the step alone.</p>\n<table><thead><tr><th>Application</th><th>Models</th>"
                        + "<th class=\"number\">Workflows</th><th class=\"number\">Spend</th><th class=\"number\">With a label</th>"
                        + "<th class=\"number\">Cost of a success</th></tr></thead><tbody>\n");
        lines.stream().limit(LONGEST_TABLE).forEach(line -> row(table, line));
        return table.append("</tbody></table></section>\n").toString();
    }

    private static void row(StringBuilder table, WorkflowLine line) {
        table.append("<tr><td>" + Html.name(line.application()) + "</td><td>"
                + Html.name(String.join(", ", line.models())) + "</td><td class=\"number\">"
                + Html.count(line.workflows()) + "</td><td class=\"number\">" + Dollars.display(line.spendUsd())
                + (line.workflowsWithoutCost() == 0
                        ? ""
                        : " <span class=\"quiet\">" + Html.count(line.workflowsWithoutCost()) + " unknown</span>")
                + "</td><td class=\"number\">" + Html.count(line.labelled()) + "</td><td class=\"number\">"
                + amount(line.costPerSuccessUsd()) + " "
                + interval(line.lowUsd(), line.highUsd(), line.reason()) + "</td></tr>\n");
    }

    private static void row(StringBuilder table, SuccessLine line) {
        table.append("<tr><td>" + Html.name(line.task()) + "</td><td>" + Html.name(line.model())
                + "</td><td class=\"number\">" + Html.count(line.units()) + "</td><td class=\"number\">"
                + successes(line.successes()) + "</td><td class=\"number\">"
                + amount(line.costPerSuccessUsd())
                + "</td><td class=\"number\">" + interval(line.lowUsd(), line.highUsd(), line.reason())
                + "</td></tr>\n");
    }

    private static String successes(double sum) {
        return String.format(Locale.ROOT, sum == Math.rint(sum) ? "%,.0f" : "%,.1f", sum);
    }

    private static String amount(@Nullable BigDecimal usd) {
        return usd == null ? "unknown" : Dollars.display(usd);
    }

    private static String interval(@Nullable BigDecimal low, @Nullable BigDecimal high, @Nullable String reason) {
        if (low == null) {
            return "<span class=\"quiet\">" + Html.text(String.valueOf(reason)) + "</span>";
        }
        return Dollars.display(low) + (high == null ? " and more" : " to " + Dollars.display(high));
    }
}
