package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.VerdictLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** "What is not known": pairs without a number, by reason, so that a reader sees what each group would take. */
final class UnknownSection {
    private static final int MOST_NAMED = 12;

    private final AuditSummary summary;

    UnknownSection(AuditSummary summary) {
        this.summary = summary;
    }

    String html() {
        Map<String, List<String>> tasksByReason = new TreeMap<>();
        for (VerdictLine line : summary.verdicts()) {
            if (line.estimate() == null) {
                String name = line.candidate() == null ? line.task() : line.task() + " with " + line.candidate();
                tasksByReason
                        .computeIfAbsent(line.reason(), unused -> new ArrayList<>())
                        .add(name);
            }
        }
        if (tasksByReason.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section><h2>What is not known</h2>\n<table><thead><tr><th>Why</th>"
                + "<th class=\"number\">Comparisons</th><th>Which</th></tr></thead><tbody>\n");
        tasksByReason.forEach(
                (reason, names) -> html.append("<tr><td>" + Html.text(reason) + "</td><td class=\"number\">"
                        + Html.count(names.size()) + "</td><td>" + named(names) + "</td></tr>\n"));
        return html.append(
                        "</tbody></table>\n<p>No number is shown where nothing supports one. Outcomes of two models on the"
                                + " same work come from a replay of a sample of calls with known probabilities, from an evaluation"
                                + " set, or from randomised routing.</p></section>\n")
                .toString();
    }

    private static String named(List<String> names) {
        String first = Html.text(String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))));
        return names.size() <= MOST_NAMED ? first : first + " and " + (names.size() - MOST_NAMED) + " more";
    }
}
