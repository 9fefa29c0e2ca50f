package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.SliceLine;
import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.util.List;

/** "Team by team": the same evidence by team, application and agent, over all tasks. */
final class SliceSection {
    private static final int LONGEST_TABLE = 60;

    private final AuditSummary summary;

    SliceSection(AuditSummary summary) {
        this.summary = summary;
    }

    String html() {
        List<SliceLine> lines = summary.slices();
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder table =
                new StringBuilder("<section><h2>Team by team</h2>\n<p>Each candidate against the incumbents of the"
                        + " tasks that have evidence of it. These are descriptions: an interval of "
                        + Html.percent(summary.confidence())
                        + " holds by itself, of many some miss, and no verdict follows."
                        + "</p>\n<table><thead><tr><th>Part</th><th>Candidate</th><th class=\"number\">Difference, points</th>"
                        + "<th class=\"number\">Units</th>"
                        + "<th class=\"number\">Saved per 1,000 calls</th></tr></thead><tbody>\n");
        lines.stream().limit(LONGEST_TABLE).forEach(line -> row(table, line));
        table.append("</tbody></table>\n");
        if (lines.size() > LONGEST_TABLE) {
            table.append("<p class=\"quiet\">" + (lines.size() - LONGEST_TABLE) + " more are in summary.json.</p>\n");
        }
        return table.append("</section>\n").toString();
    }

    private static void row(StringBuilder table, SliceLine line) {
        table.append("<tr><td>" + Html.name(line.dimension() + " " + line.value()) + "</td><td>"
                + Html.name(line.candidate()) + "</td><td class=\"number\">" + difference(line)
                + "</td><td class=\"number\">" + Html.count(line.units()) + " <span class=\"quiet\">"
                + Html.text(line.status()) + "</span></td><td class=\"number\">" + saving(line) + "</td></tr>\n");
    }

    private static String difference(SliceLine line) {
        Double estimate = line.estimate();
        Double low = line.low();
        Double high = line.high();
        return estimate == null || low == null || high == null
                ? "unknown <span class=\"quiet\">" + Html.text(line.reason()) + "</span>"
                : Html.points(estimate) + " <span class=\"quiet\">" + Html.points(low) + " … " + Html.points(high)
                        + "</span>";
    }

    private static String saving(SliceLine line) {
        BigDecimal saving = line.savingPerCallUsd();
        return saving == null ? "unknown" : Dollars.display(saving.movePointRight(3));
    }
}
