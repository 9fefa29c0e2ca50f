package io.weighbridge.audit.report;

import io.weighbridge.audit.assessment.Incumbent;
import io.weighbridge.audit.report.AuditSummary.SpendTotal;
import io.weighbridge.audit.report.AuditSummary.TrafficLine;
import io.weighbridge.audit.rollup.DistinctSketch;
import io.weighbridge.audit.rollup.LatencyHistogram;
import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** "What was spent": by day, model, task and team. */
final class SpendSection {
    private static final int LONGEST_TABLE = 40;

    private final AuditSummary summary;

    SpendSection(AuditSummary summary) {
        this.summary = summary;
    }

    String html() {
        if (summary.calls() == 0) {
            return "<section><h2>What was spent</h2><p>The window holds no calls, only outcomes, so that there is no spend"
                    + " to report and savings are not known in dollars.</p></section>\n";
        }
        return "<section><h2>What was spent</h2>\n" + completeness() + new DayChart(summary.byDay()).svg()
                + "<div class=\"columns\">" + table("Model", summary.byModel(), total -> "")
                + table("Team", summary.byTeam(), total -> "")
                + "</div>\n" + traffic() + table("Task", summary.byTask(), this::incumbent) + "</section>\n";
    }

    /** How the models are used. */
    private String traffic() {
        List<SpendTotal> models = summary.byModel().stream()
                .filter(total -> total.traffic() != null)
                .limit(LONGEST_TABLE)
                .toList();
        StringBuilder table = new StringBuilder("<table><thead><tr><th>Model</th><th class=\"number\">Half within</th>"
                + "<th class=\"number\">95 % within</th><th class=\"number\">Different prompts</th>"
                + "<th class=\"number\">Sessions</th><th>Busiest hour</th><th class=\"number\">Tokens/s in it</th>"
                + "</tr></thead><tbody>\n");
        models.forEach(total -> row(table, total.name(), Objects.requireNonNull(total.traffic())));
        return table.append("</tbody></table>\n<p class=\"quiet\">Durations are told to "
                        + String.format(Locale.ROOT, "%.1f", LatencyHistogram.RELATIVE_ERROR * 100)
                        + " %, numbers of prompts and sessions with a standard error of "
                        + String.format(Locale.ROOT, "%.1f", DistinctSketch.RELATIVE_ERROR * 100) + " %.</p>\n")
                .toString();
    }

    private static void row(StringBuilder table, String model, TrafficLine traffic) {
        Instant peak = traffic.peakHour();
        Double tokens = traffic.peakTokensPerSecond();
        table.append("<tr><td>" + Html.name(model) + "</td>" + number(traffic.latencyP50Ms(), " ms")
                + number(traffic.latencyP95Ms(), " ms") + number(traffic.distinctPrompts(), "")
                + number(traffic.distinctSessions(), "")
                + "<td>" + (peak == null ? "unknown" : Html.hour(peak)) + "</td>"
                + number(tokens == null ? null : (Long) Math.round(tokens), "") + "</tr>\n");
    }

    private static String number(@Nullable Long number, String unit) {
        return "<td class=\"number\">" + (number == null ? "unknown" : Html.count(number) + unit) + "</td>";
    }

    /** What the total rests on, and what it leaves out. */
    private String completeness() {
        StringBuilder text =
                new StringBuilder("<p>Every call counts with the cost that its source billed, and without a bill"
                        + " with its tokens times the dated price: " + Dollars.display(summary.billedUsd())
                        + " were billed, "
                        + Dollars.display(summary.computedUsd())
                        + " is what the price book makes of the calls it can price.");
        if (summary.unpricedCalls() > 0) {
            text.append(" <strong>" + Html.count(summary.unpricedCalls())
                    + " calls have tokens and no price</strong>; they are not in the total.");
        }
        text.append(withoutUsage());
        BigDecimal low = Objects.requireNonNull(summary.spendIntervalUsd().get(0));
        BigDecimal high = summary.spendIntervalUsd().get(1);
        if (high != null && high.compareTo(low) > 0) {
            text.append(" All in all the spend lies between " + Dollars.display(low) + " and " + Dollars.display(high)
                    + (summary.unpricedCalls() > 0
                            ? ", if no unpriced model is dearer than the dearest in the price book."
                            : "."));
        } else if (high == null && low.compareTo(summary.spendUsd()) > 0) {
            text.append(" All in all the spend is at least " + Dollars.display(low) + ".");
        }
        return text.append("</p>\n").toString();
    }

    private String withoutUsage() {
        long estimated = summary.estimatedCalls();
        long unbounded = summary.usageMissingCalls() - estimated;
        return (estimated == 0
                        ? ""
                        : " <strong>" + Html.count(estimated)
                                + " calls have neither tokens nor a bill</strong>; a tokenizer's count of their texts bounds them,"
                                + " and no estimate is in the total.")
                + (unbounded == 0
                        ? ""
                        : " <strong>" + Html.count(unbounded) + (estimated == 0 ? "" : " more")
                                + " calls have neither tokens nor a bill</strong>; nothing bounds what they cost.");
    }

    private String incumbent(SpendTotal task) {
        return summary.incumbents().stream()
                .filter(incumbent -> incumbent.task().equals(task.name()))
                .map(SpendSection::incumbent)
                .findFirst()
                .orElse("<td></td>");
    }

    private static String incumbent(Incumbent incumbent) {
        String model = incumbent.model();
        return "<td>" + (model == null ? "unknown" : Html.name(model)) + " <span class=\"quiet\">"
                + Html.text(incumbent.reason()) + "</span></td>";
    }

    private String table(String heading, List<SpendTotal> totals, Function<SpendTotal, String> extra) {
        boolean hasExtra = heading.equals("Task");
        StringBuilder table = new StringBuilder("<table><thead><tr><th>" + heading + "</th>"
                + (hasExtra ? "<th>Incumbent</th>" : "")
                + "<th class=\"number\">Calls</th><th class=\"number\">Spend</th><th></th></tr></thead><tbody>\n");
        totals.stream().limit(LONGEST_TABLE).forEach(total -> row(table, total, extra));
        table.append("</tbody></table>\n");
        if (totals.size() > LONGEST_TABLE) {
            table.append("<p class=\"quiet\">" + (totals.size() - LONGEST_TABLE) + " more are in spend.parquet.</p>\n");
        }
        return table.toString();
    }

    private void row(StringBuilder table, SpendTotal total, Function<SpendTotal, String> extra) {
        double share = summary.spendUsd().signum() == 0
                ? 0
                : total.spendUsd().doubleValue() / summary.spendUsd().doubleValue();
        long unknown = total.unpricedCalls() + total.usageMissingCalls();
        table.append("<tr><td>" + Html.name(total.name()) + "</td>" + extra.apply(total) + "<td class=\"number\">"
                + Html.count(total.calls()) + "</td><td class=\"number\">"
                + (unknown == total.calls() ? "unknown" : Dollars.display(total.spendUsd()))
                + (unknown > 0 && unknown < total.calls()
                        ? " <span class=\"quiet\">+ " + Html.count(unknown) + " unknown</span>"
                        : "")
                + "</td><td class=\"share\"><span style=\"width:" + Html.coordinate(share * 100)
                + "%\"></span></td></tr>\n");
    }
}
