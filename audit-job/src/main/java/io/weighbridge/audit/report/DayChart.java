package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.DayTotal;
import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Spend by day as a bar chart in SVG; days without calls are gaps. */
final class DayChart {
    private static final double WIDTH = 860;
    private static final double LEFT = 70;
    private static final double BASE = 140;
    private static final double TOP = 14;
    private static final int MOST_LABELS = 8;

    private final List<DayTotal> days;

    DayChart(List<DayTotal> days) {
        this.days = days;
    }

    String svg() {
        LocalDate first = days.get(0).day();
        long span = ChronoUnit.DAYS.between(first, days.get(days.size() - 1).day()) + 1;
        double step = Math.min(60, (WIDTH - LEFT) / span);
        double most = days.stream()
                .map(DayTotal::spendUsd)
                .mapToDouble(BigDecimal::doubleValue)
                .max()
                .orElse(0);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg class=\"chart\" viewBox=\"0 0 860 170\" role=\"img\" aria-label=\"Spend by day\">\n");
        axis(svg, most);
        long every = Math.max(1, (long) Math.ceil(span / (double) MOST_LABELS));
        for (DayTotal day : days) {
            long offset = ChronoUnit.DAYS.between(first, day.day());
            double x = LEFT + offset * step;
            double height = most == 0 ? 0 : (BASE - TOP) * day.spendUsd().doubleValue() / most;
            svg.append("<rect class=\"bar\" x=\"" + Html.coordinate(x + step * 0.12) + "\" y=\""
                    + Html.coordinate(BASE - height) + "\" width=\"" + Html.coordinate(step * 0.76) + "\" height=\""
                    + Html.coordinate(height) + "\"><title>" + day.day() + ": " + Dollars.display(day.spendUsd()) + ", "
                    + Html.count(day.calls()) + " calls</title></rect>\n");
            if (offset % every == 0) {
                svg.append("<text class=\"tick\" text-anchor=\"middle\" x=\"" + Html.coordinate(x + step / 2)
                        + "\" y=\"" + Html.coordinate(BASE + 18) + "\">" + day.day() + "</text>\n");
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static void axis(StringBuilder svg, double most) {
        for (double share : new double[] {0, 0.5, 1}) {
            double y = BASE - (BASE - TOP) * share;
            svg.append("<line class=\"grid\" x1=\"" + LEFT + "\" x2=\"" + WIDTH + "\" y1=\"" + Html.coordinate(y)
                    + "\" y2=\"" + Html.coordinate(y) + "\"/><text class=\"tick\" text-anchor=\"end\" x=\""
                    + Html.coordinate(LEFT - 8) + "\" y=\"" + Html.coordinate(y + 4) + "\">"
                    + Dollars.display(BigDecimal.valueOf(most * share)) + "</text>\n");
        }
    }
}
