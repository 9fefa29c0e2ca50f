package io.weighbridge.audit.report;

import io.weighbridge.audit.assessment.Assessment;
import io.weighbridge.audit.report.AuditSummary.VerdictLine;
import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.Verdict;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** "Which tasks needed their model": one row per task and candidate that anything is known of, intervals drawn. */
final class VerdictSection {
    private static final int MANY_CANDIDATES = 4;
    private static final Map<String, Integer> ORDER = Map.of(
            Verdict.SMALLER_SUFFICES.label(), 0, Verdict.UNDECIDED.label(), 1, Verdict.FRONTIER_NEEDED.label(), 2);

    private final AuditSummary summary;
    private final List<VerdictLine> known;

    VerdictSection(AuditSummary summary) {
        this.summary = summary;
        this.known = summary.verdicts().stream()
                .filter(line -> line.estimate() != null)
                .filter(line -> !line.status().equals(Assessment.ASSUMPTION_ONLY))
                .sorted(Comparator.comparing((VerdictLine line) -> ORDER.getOrDefault(line.verdict(), 3))
                        .thenComparing(VerdictSection::estimate, Comparator.reverseOrder())
                        .thenComparing(VerdictLine::task))
                .toList();
    }

    String html() {
        if (known.isEmpty()) {
            return "<section><h2>Which tasks needed their model</h2><p>Nothing is known yet: the window has no outcome of two"
                    + " models on the same work. Logs of a deterministic choice of model cannot show what another model"
                    + " would have done; a replay of a sample of calls can.</p></section>\n";
        }
        return "<section><h2>Which tasks needed their model</h2>\n" + statement() + tables() + "</section>\n";
    }

    private String statement() {
        return "<p>At a tolerance of " + Html.points(summary.tolerance()).substring(1)
                + " points of mean quality, all verdicts hold together with " + Html.percent(summary.confidence())
                + " confidence: the candidate <em>suffices</em> in " + count(Verdict.SMALLER_SUFFICES)
                + ", the incumbent is <em>needed</em> in " + count(Verdict.FRONTIER_NEEDED) + ", and "
                + count(Verdict.UNDECIDED) + " of " + known.size() + " comparisons are undecided." + registration()
                + "</p>\n";
    }

    private String registration() {
        AuditSummary.Registration registration = summary.registration();
        if (registration == null) {
            return " They were not registered before: the family is every pair that has outcomes.";
        }
        long most = registration.outcomesThen().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return " They were registered as window " + Html.name(registration.windowId()) + " on "
                + registration.registeredAt().get(0).truncatedTo(ChronoUnit.SECONDS)
                + (most == 0
                        ? ", before there was any outcome."
                        : ", when there were up to " + Html.count(most) + " outcomes already.");
    }

    private String count(Verdict verdict) {
        return Html.count(summary.verdictCounts().getOrDefault(verdict.label(), 0L));
    }

    private String tables() {
        Map<String, List<VerdictLine>> byTask = new TreeMap<>();
        known.forEach(line ->
                byTask.computeIfAbsent(line.task(), unused -> new ArrayList<>()).add(line));
        IntervalDrawing drawing = new IntervalDrawing(known, summary.tolerance());
        if (known.size() < byTask.size() * MANY_CANDIDATES) {
            return table(known, drawing, true);
        }
        StringBuilder html = new StringBuilder();
        byTask.forEach((task, lines) -> html.append("<details open><summary>" + Html.text(task)
                + " <span class=\"quiet\">incumbent "
                + Html.text(String.valueOf(lines.get(0).incumbent()))
                + "</span></summary>" + table(lines, drawing, false) + "</details>\n"));
        return html.toString();
    }

    private String table(List<VerdictLine> lines, IntervalDrawing drawing, boolean withTask) {
        StringBuilder table = new StringBuilder("<table class=\"verdicts\"><thead><tr>"
                + (withTask ? "<th>Task</th>" : "")
                + "<th>Candidate</th><th>Verdict</th><th class=\"number\">Difference, points</th><th>" + drawing.axis()
                + "</th><th class=\"number\">Units</th><th class=\"number\">Saving</th></tr></thead><tbody>\n");
        for (VerdictLine line : lines) {
            table.append("<tr>" + (withTask ? "<td>" + Html.name(line.task()) + "</td>" : "") + "<td>"
                    + Html.name(String.valueOf(line.candidate())) + "</td><td><span class=\"verdict "
                    + line.verdict() + "\">" + line.verdict().replace('-', ' ') + "</span>" + needed(line)
                    + "</td><td class=\"number\">" + difference(line) + "</td><td>" + drawing.svg(line)
                    + "</td><td class=\"number\">" + units(line) + "</td><td class=\"number\">" + saving(line)
                    + "</td></tr>\n");
        }
        return table.append("</tbody></table>\n").toString();
    }

    private static String difference(VerdictLine line) {
        return Html.points(estimate(line)) + " <span class=\"quiet\">" + points(line.low()) + " … "
                + points(line.high()) + "</span>";
    }

    private static String units(VerdictLine line) {
        String units = Html.count(line.units() == null ? 0 : line.units());
        return units + " <span class=\"quiet\">" + line.status() + "</span>";
    }

    private static String needed(VerdictLine line) {
        Long atLeast = line.replaysAtLeast();
        if (atLeast == null) {
            return "";
        }
        Long atMost = line.replaysAtMost();
        BigDecimal cost = line.replayCostUsd();
        return "<br><span class=\"quiet\">" + Html.count(atLeast)
                + (atMost == null ? " more answers at least" : " to " + Html.count(atMost) + " more answers")
                + (cost == null ? "" : ", from " + Dollars.display(cost)) + "</span>";
    }

    private static String saving(VerdictLine line) {
        BigDecimal saving = line.savingUsd();
        BigDecimal low = line.savingLowUsd();
        BigDecimal high = line.savingHighUsd();
        if (saving == null || low == null || high == null) {
            return "<span class=\"quiet\" title=\"" + Html.text(line.savingBasis()) + "\">unknown</span>";
        }
        String interval = low.compareTo(high) == 0 ? "exact" : Dollars.display(low) + " … " + Dollars.display(high);
        return Dollars.display(saving) + " <span class=\"quiet\">" + interval + "</span>";
    }

    private static double estimate(VerdictLine line) {
        return line.estimate() == null ? 0 : line.estimate();
    }

    private static String points(@Nullable Double difference) {
        return difference == null ? "" : Html.points(difference);
    }
}
