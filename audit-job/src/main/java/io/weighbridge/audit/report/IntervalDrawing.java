package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.VerdictLine;
import java.util.List;

/**
 * Draws verdicts' intervals on one scale: bar for the fixed look, thin line for the confidence sequence, dot for the
 * estimate, marks at no difference and at the tolerance.
 */
final class IntervalDrawing {
    private static final double WIDTH = 240;
    private static final double HEIGHT = 22;
    private static final double SMALLEST_REACH = 0.05;
    /** Side by side, one of them centred. */
    private static final double WIDTH_OF_TWO_LABELS = 60;

    private final double low;
    private final double high;
    private final double tolerance;

    IntervalDrawing(List<VerdictLine> verdicts, double tolerance) {
        double least = -Math.max(SMALLEST_REACH, 2 * tolerance);
        double most = SMALLEST_REACH;
        for (VerdictLine verdict : verdicts) {
            if (verdict.low() != null && verdict.high() != null) {
                least = Math.min(least, verdict.low());
                most = Math.max(most, verdict.high());
            }
        }
        this.low = Math.floor(least * 20) / 20;
        this.high = Math.ceil(most * 20) / 20;
        this.tolerance = tolerance;
    }

    String svg(VerdictLine verdict) {
        if (verdict.estimate() == null || verdict.low() == null || verdict.high() == null) {
            return "";
        }
        StringBuilder svg = new StringBuilder("<svg class=\"interval " + verdict.verdict()
                + "\" viewBox=\"0 0 240 22\" role=\"img\" aria-label=\"" + Html.points(verdict.low()) + " to "
                + Html.points(verdict.high()) + " points\">");
        mark(svg, "tolerance", -tolerance);
        mark(svg, "zero", 0);
        if (verdict.anytimeLow() != null && verdict.anytimeHigh() != null) {
            bar(svg, "anytime", verdict.anytimeLow(), verdict.anytimeHigh(), 1.5);
        }
        bar(svg, "fixed", verdict.low(), verdict.high(), 6);
        svg.append("<circle cx=\"" + x(verdict.estimate()) + "\" cy=\"11\" r=\"4\"/></svg>");
        return svg.toString();
    }

    /** The scale, to stand above the drawings; an end too near to zero for its label goes without. */
    String axis() {
        return "<svg class=\"interval\" viewBox=\"0 0 240 22\" aria-hidden=\"true\">" + endLabel(low, "start")
                + label(0, "middle") + endLabel(high, "end") + "</svg>";
    }

    private String endLabel(double value, String anchor) {
        return Math.abs(position(value) - position(0)) < WIDTH_OF_TWO_LABELS ? "" : label(value, anchor);
    }

    private String label(double value, String anchor) {
        return "<text class=\"tick\" text-anchor=\"" + anchor + "\" x=\"" + x(value) + "\" y=\"15\">"
                + Html.points(value) + "</text>";
    }

    private void bar(StringBuilder svg, String name, double from, double to, double thickness) {
        svg.append("<line class=\"" + name + "\" x1=\"" + x(from) + "\" x2=\"" + x(to)
                + "\" y1=\"11\" y2=\"11\" stroke-width=\"" + thickness + "\"/>");
    }

    private void mark(StringBuilder svg, String name, double value) {
        svg.append("<line class=\"" + name + "\" x1=\"" + x(value) + "\" x2=\"" + x(value) + "\" y1=\"0\" y2=\""
                + HEIGHT + "\"/>");
    }

    private String x(double value) {
        return Html.coordinate(position(value));
    }

    private double position(double value) {
        double share = (value - low) / (high - low);
        return 4 + (WIDTH - 8) * Math.max(0, Math.min(1, share));
    }
}
