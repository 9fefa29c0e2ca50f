package io.weighbridge.trainer.card;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A line through points on two linear axes, as SVG.
 *
 * @param caption under the figure, in words
 * @param points in the order of the line
 * @param marked index of the point that is marked, -1 for none
 * @param guide a second line, drawn thin: two points; empty for none
 */
public record Chart(String caption, String xLabel, String yLabel, List<Point> points, int marked, List<Point> guide) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 90;
    private static final int BOTTOM = 50;
    private static final int MARGIN = 16;
    private static final int TICKS = 5;

    public Chart {
        points = List.copyOf(points);
        guide = List.copyOf(guide);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("points: must not be empty");
        }
    }

    /** Finite numbers. */
    public record Point(double x, double y) {
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("point: must be finite, was " + x + ", " + y);
            }
        }
    }

    String svg() {
        Axis x = Axis.over(all(Point::x), LEFT, WIDTH - MARGIN);
        Axis y = Axis.over(all(Point::y), HEIGHT - BOTTOM, MARGIN);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\""
                        + " font-family=\"system-ui,sans-serif\" font-size=\"12\">%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT,
                Html.escaped(caption)));
        for (int i = 0; i <= TICKS; i++) {
            double atX = x.low() + i * (x.high() - x.low()) / TICKS;
            double atY = y.low() + i * (y.high() - y.low()) / TICKS;
            svg.append(line(LEFT, y.at(atY), WIDTH - MARGIN, y.at(atY), "#e6eaef"));
            svg.append(text(LEFT - 8, y.at(atY) + 4, "end", number(atY)));
            svg.append(text(x.at(atX), HEIGHT - BOTTOM + 18, "middle", number(atX)));
        }
        svg.append(line(LEFT, HEIGHT - BOTTOM, WIDTH - MARGIN, HEIGHT - BOTTOM, "#8a95a3"));
        svg.append(text((LEFT + WIDTH - MARGIN) / 2.0, HEIGHT - 10, "middle", xLabel));
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(14,%d) rotate(-90)\" text-anchor=\"middle\" fill=\"#1d2530\">%s</text>%n",
                (HEIGHT - BOTTOM + MARGIN) / 2,
                Html.escaped(yLabel)));
        if (guide.size() == 2) {
            svg.append(line(
                    x.at(guide.get(0).x()),
                    y.at(guide.get(0).y()),
                    x.at(guide.get(1).x()),
                    y.at(guide.get(1).y()),
                    "#b3261e"));
        }
        svg.append("<polyline fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"2\" points=\"")
                .append(points.stream()
                        .map(point -> number(x.at(point.x())) + "," + number(y.at(point.y())))
                        .collect(Collectors.joining(" ")))
                .append("\"/>\n");
        for (int i = 0; i < points.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%s\" cy=\"%s\" r=\"%d\" fill=\"%s\"/>%n",
                    number(x.at(points.get(i).x())),
                    number(y.at(points.get(i).y())),
                    i == marked ? 7 : 3,
                    i == marked ? "#137333" : "#1f5fa8"));
        }
        return svg.append("</svg>").toString();
    }

    private double[] all(java.util.function.ToDoubleFunction<Point> coordinate) {
        return java.util.stream.Stream.concat(points.stream(), guide.stream())
                .mapToDouble(coordinate)
                .toArray();
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>%n",
                number(x1),
                number(y1),
                number(x2),
                number(y2),
                colour);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"#1d2530\">%s</text>%n",
                number(x),
                number(y),
                anchor,
                Html.escaped(text));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }

    /** A scale from numbers to pixels. */
    private record Axis(double low, double high, double from, double to) {
        static Axis over(double[] values, double from, double to) {
            double low = java.util.Arrays.stream(values).min().orElse(0);
            double high = java.util.Arrays.stream(values).max().orElse(1);
            double pad = high > low ? 0.05 * (high - low) : 0.5;
            return new Axis(low - pad, high + pad, from, to);
        }

        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }
    }
}
