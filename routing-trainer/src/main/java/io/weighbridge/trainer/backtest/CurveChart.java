package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.backtest.BacktestResult.Curve;
import io.weighbridge.trainer.backtest.BacktestResult.CurvePoint;
import io.weighbridge.trainer.backtest.BacktestResult.Curves;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Quality curves as one SVG file that needs nothing else: no script, no font, no link. Lines differ in dash as well as in
 * colour (Okabe and Ito's palette), every mark has a title, and names are escaped, since they come from files.
 */
public final class CurveChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 600;
    private static final int LEFT = 80;
    private static final int RIGHT = 700;
    private static final int TOP = 60;
    private static final int BOTTOM = 530;
    private static final int TICKS = 5;
    private static final int LEGEND_STEP = 24;
    private static final double MARGIN = 0.05;
    private static final List<String> COLOURS = List.of("#0072B2", "#D55E00", "#009E73", "#555555");
    private static final List<String> DASHES = List.of("none", "9 4", "3 3", "12 3 3 3");

    private final Curves curves;
    private final double lastX;
    private final double lowest;
    private final double highest;
    private final StringBuilder svg = new StringBuilder();

    private CurveChart(Curves curves) {
        this.curves = curves;
        lastX = extreme(CurvePoint::x, true);
        double least = extreme(CurvePoint::quality, false);
        double most = extreme(CurvePoint::quality, true);
        double margin = Math.max(1e-3, MARGIN * (most - least));
        lowest = least - margin;
        highest = most + margin;
    }

    /** @return an SVG document, lines separated by line feeds */
    public static String svg(Curves curves) {
        return new CurveChart(curves).draw();
    }

    private String draw() {
        String xAxis = curves.axis().equals("cost_usd") ? "total cost in USD" : "share of calls to the strong model";
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-labelledby=\"title description\" font-family=\"sans-serif\" font-size=\"14\">",
                WIDTH, HEIGHT);
        line("<title id=\"title\">Quality of routed calls</title>");
        line("<desc id=\"description\">%s</desc>", escaped(description(xAxis)));
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        line("<text x=\"%d\" y=\"34\" font-size=\"20\">Quality of routed calls, out of fold</text>", LEFT);
        axes(xAxis);
        int drawn = 0;
        for (Curve curve : curves.curves()) {
            if (curve.points().size() > 1) {
                path(curve, drawn++);
            }
        }
        curves.curves().stream().filter(curve -> curve.points().size() == 1).forEach(this::mark);
        line("</svg>");
        return svg.toString();
    }

    private String description(String xAxis) {
        StringBuilder text = new StringBuilder("Mean quality against " + xAxis + ".");
        for (Curve curve : curves.curves()) {
            if (!curve.points().isEmpty()) {
                CurvePoint from = curve.points().getFirst();
                CurvePoint to = curve.points().getLast();
                text.append(
                        String.format(Locale.ROOT, " %s: %.4f at %s", curve.name(), from.quality(), number(from.x())));
                text.append(
                        curve.points().size() == 1
                                ? "."
                                : String.format(Locale.ROOT, " to %.4f at %s.", to.quality(), number(to.x())));
            }
        }
        return text.toString();
    }

    private void axes(String xAxis) {
        line("<g stroke=\"#999999\" fill=\"#222222\" stroke-width=\"1\">");
        line("<path d=\"M%d %dV%dH%d\" fill=\"none\"/>", LEFT, TOP, BOTTOM, RIGHT);
        for (int tick = 0; tick <= TICKS; tick++) {
            double x = lastX * tick / TICKS;
            double quality = lowest + (highest - lowest) * tick / TICKS;
            line(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" stroke=\"none\">%s</text>",
                    atX(x), BOTTOM + 22, number(x));
            line(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" stroke=\"none\">%.3f</text>",
                    LEFT - 8, atY(quality) + 5, quality);
            line("<path d=\"M%d %.1fH%d\" stroke=\"#eeeeee\" fill=\"none\"/>", LEFT + 1, atY(quality), RIGHT);
        }
        line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" stroke=\"none\">%s</text>",
                (LEFT + RIGHT) / 2, BOTTOM + 50, xAxis);
        line(
                "<text transform=\"translate(22 %d) rotate(-90)\" text-anchor=\"middle\" stroke=\"none\">Mean quality</text>",
                (TOP + BOTTOM) / 2);
        line("</g>");
    }

    private void path(Curve curve, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        String dash = DASHES.get(number % DASHES.size());
        StringBuilder points = new StringBuilder();
        for (CurvePoint point : curve.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", atX(point.x()), atY(point.quality())));
        }
        if (curves.axis().equals("cost_usd")) { // whoever has more money need not spend it
            points.append(String.format(
                    Locale.ROOT, "%d,%.1f", RIGHT, atY(curve.points().getLast().quality())));
        }
        String style = String.format(
                Locale.ROOT, "fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-dasharray=\"%s\"", colour, dash);
        line(
                "<polyline points=\"%s\" %s><title>%s</title></polyline>",
                points.toString().strip(), style, escaped(curve.name()));
        int y = TOP + LEGEND_STEP * number;
        line("<path d=\"M%d %dh40\" %s/>", RIGHT + 20, y, style);
        line("<text x=\"%d\" y=\"%d\">%s</text>", RIGHT + 68, y + 5, escaped(curve.name()));
    }

    private void mark(Curve curve) {
        CurvePoint point = curve.points().getFirst();
        boolean oracle = curve.name().equals(QualityCurves.ORACLE);
        String text =
                escaped(String.format(Locale.ROOT, "%s: %.4f at %s", curve.name(), point.quality(), number(point.x())));
        line(
                oracle
                        ? "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"#CC79A7\"><title>%s</title></rect>"
                        : "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#222222\"><title>%s</title></circle>",
                atX(point.x()) - (oracle ? 5 : 0),
                atY(point.quality()) - (oracle ? 5 : 0),
                text);
        if (oracle) {
            line("<text x=\"%.1f\" y=\"%.1f\">oracle</text>", atX(point.x()) + 9, atY(point.quality()) + 5);
        }
    }

    private double atX(double x) {
        return LEFT + (lastX == 0 ? 0 : (RIGHT - LEFT) * x / lastX);
    }

    private double atY(double quality) {
        return BOTTOM - (BOTTOM - TOP) * (quality - lowest) / (highest - lowest);
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.3g", x);
    }

    private double extreme(ToDoubleFunction<CurvePoint> of, boolean most) {
        var values = curves.curves().stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(of);
        return (most ? values.max() : values.min()).orElse(0);
    }

    /** Text that is text, whatever a file named its models. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isXml(c) ? c : '_');
            }
        });
        return out.toString();
    }

    /** Characters of XML 1.0, production 2. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
