package io.weighbridge.audit.report;

import io.weighbridge.audit.assessment.Assessment;
import io.weighbridge.audit.assessment.JudgeAgreement;
import io.weighbridge.audit.report.AuditSummary.VerdictLine;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** "What judge models say": their agreement with labels, and the comparisons that rest on their word alone. */
final class JudgeSection {
    private static final int LONGEST_TABLE = 60;

    private final AuditSummary summary;
    private final List<VerdictLine> assumed;

    JudgeSection(AuditSummary summary) {
        this.summary = summary;
        this.assumed = summary.verdicts().stream()
                .filter(line -> line.status().equals(Assessment.ASSUMPTION_ONLY))
                .toList();
    }

    String html() {
        if (summary.judges().isEmpty()) {
            return "";
        }
        return "<section><h2>What judge models say</h2>\n<p>A judge's score is a model's guess. Where people or checks have scored the"
                + " same answers their word counts; the difference of the means is the judge's bias.</p>\n"
                + agreement()
                + assumptions() + "</section>\n";
    }

    private String agreement() {
        StringBuilder table = new StringBuilder("<table><thead><tr><th>Task</th><th>Judge</th>"
                + "<th class=\"number\">Answers</th><th class=\"number\">First − second</th>"
                + "<th class=\"number\">With a label</th><th class=\"number\">Judge</th><th class=\"number\">Label</th>"
                + "<th class=\"number\">Correlation</th></tr></thead><tbody>\n");
        summary.judges().stream().limit(LONGEST_TABLE).forEach(line -> row(table, line));
        return table.append("</tbody></table>\n").toString();
    }

    private static void row(StringBuilder table, JudgeAgreement line) {
        String version = line.promptVersion();
        table.append("<tr><td>" + Html.name(line.task()) + "</td><td>" + Html.name(line.judge())
                + (version == null ? "" : " <span class=\"quiet\">" + Html.name(version) + "</span>")
                + "</td><td class=\"number\">" + Html.count(line.answers())
                + (line.inOneOrder() == 0
                        ? ""
                        : " <span class=\"quiet\">" + Html.count(line.inOneOrder()) + " in one order only</span>")
                + "</td><td class=\"number\">" + points(line.orderGap()) + "</td><td class=\"number\">"
                + Html.count(line.labelled()) + "</td><td class=\"number\">" + number(line.meanJudged())
                + "</td><td class=\"number\">" + number(line.meanLabel()) + "</td><td class=\"number\">"
                + number(line.correlation()) + "</td></tr>\n");
    }

    private String assumptions() {
        if (assumed.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "<p>These comparisons rest on judges alone. They are assumptions, not verdicts: draw a"
                        + " sample for people to score (gold draw).</p>\n<table><thead><tr><th>Task</th><th>Candidate</th>"
                        + "<th class=\"number\">Difference by the judge, points</th><th class=\"number\">Units</th></tr></thead>"
                        + "<tbody>\n");
        assumed.stream()
                .limit(LONGEST_TABLE)
                .forEach(line -> table.append("<tr><td>" + Html.name(line.task()) + "</td><td>"
                        + Html.name(String.valueOf(line.candidate())) + "</td><td class=\"number\">"
                        + points(line.estimate()) + "</td><td class=\"number\">"
                        + Html.count(line.units() == null ? 0 : line.units()) + "</td></tr>\n"));
        return table.append("</tbody></table>\n").toString();
    }

    private static String points(@Nullable Double difference) {
        return difference == null ? "" : Html.points(difference);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.3f", value);
    }
}
