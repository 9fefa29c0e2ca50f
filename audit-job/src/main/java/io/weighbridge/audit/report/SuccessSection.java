package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.SuccessLine;
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

    private static void row(StringBuilder table, SuccessLine line) {
        table.append("<tr><td>" + Html.name(line.task()) + "</td><td>" + Html.name(line.model())
                + "</td><td class=\"number\">" + Html.count(line.units()) + "</td><td class=\"number\">"
                + String.format(Locale.ROOT, "%.4g", line.successes()) + "</td><td class=\"number\">"
                + amount(line.costPerSuccessUsd())
                + "</td><td class=\"number\">" + interval(line) + "</td></tr>\n");
    }

    private static String amount(@Nullable BigDecimal usd) {
        return usd == null ? "unknown" : Dollars.display(usd);
    }

    private static String interval(SuccessLine line) {
        BigDecimal low = line.lowUsd();
        if (low == null) {
            return "<span class=\"quiet\">" + Html.text(String.valueOf(line.reason())) + "</span>";
        }
        BigDecimal high = line.highUsd();
        return Dollars.display(low) + (high == null ? " and more" : " to " + Dollars.display(high));
    }
}
