package io.weighbridge.trainer.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The non-decreasing convex hull of (total cost, mean quality) points and the area under it, AIQ, as RouterBench
 * computes them (Hu et al. 2024, {@code evaluation/AIQ.py}): between two points any mixture of both can be had by
 * chance, and paying more never has to make the answers worse.
 */
public final class QualityCostHull {
    private final List<Point> corners;

    private QualityCostHull(List<Point> corners) {
        this.corners = List.copyOf(corners);
    }

    /** @throws IllegalArgumentException without a point */
    public static QualityCostHull of(Collection<Point> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("A hull needs at least one point");
        }
        List<Point> byCost = new ArrayList<>(points);
        byCost.sort(Comparator.comparingDouble(Point::costUsd)
                .thenComparing(Comparator.comparingDouble(Point::quality).reversed()));
        List<Point> corners = new ArrayList<>();
        for (Point point : byCost) {
            if (!corners.isEmpty() && point.quality() <= corners.getLast().quality()) {
                continue;
            }
            while (corners.size() >= 2 && below(corners.get(corners.size() - 2), corners.getLast(), point)) {
                corners.removeLast();
            }
            corners.add(point);
        }
        return new QualityCostHull(corners);
    }

    /** Corners by rising cost and rising quality. */
    public List<Point> corners() {
        return corners;
    }

    /**
     * Average quality over the cost axis: the trapezoid area under the hull, extended flat to the end of the axis and
     * cut there, divided by the end of the axis. Nothing is earned left of the cheapest point.
     *
     * @param axisEndUsd total cost at which the axis ends, above 0
     */
    public double aiq(double axisEndUsd) {
        double area = 0;
        for (int i = 0; i < corners.size(); i++) {
            Point from = corners.get(i);
            if (from.costUsd() >= axisEndUsd) {
                break;
            }
            double end = i + 1 < corners.size()
                    ? Math.min(axisEndUsd, corners.get(i + 1).costUsd())
                    : axisEndUsd;
            area += (end - from.costUsd()) * (from.quality() + qualityAt(end)) / 2;
        }
        return area / axisEndUsd;
    }

    /** Quality to be had at a total cost: linear between corners, flat after the last; NaN below the first. */
    public double qualityAt(double costUsd) {
        if (costUsd < corners.getFirst().costUsd()) {
            return Double.NaN;
        }
        for (int i = 1; i < corners.size(); i++) {
            Point to = corners.get(i);
            if (costUsd < to.costUsd()) {
                Point from = corners.get(i - 1);
                double share = (costUsd - from.costUsd()) / (to.costUsd() - from.costUsd());
                return from.quality() + share * (to.quality() - from.quality());
            }
        }
        return corners.getLast().quality();
    }

    /** Whether the middle point lies on or below the line from the left to the right one. */
    private static boolean below(Point left, Point middle, Point right) {
        double rise = (right.quality() - left.quality()) * (middle.costUsd() - left.costUsd());
        double reached = (middle.quality() - left.quality()) * (right.costUsd() - left.costUsd());
        return reached <= rise;
    }
}
