package io.weighbridge.trainer.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * A router's sweep added up per cluster of prompts, from which the AIQ of any resample of clusters is had without
 * looking at a prompt again.
 *
 * @param axisEndUsd cost per prompt at which the axis ends
 * @param cost by step and cluster: USD paid
 * @param quality likewise: quality earned
 * @param answered likewise: weight of the prompts that could be answered
 */
public record SweepSums(double axisEndUsd, double[][] cost, double[][] quality, double[][] answered) {

    /**
     * AIQ of a resample.
     *
     * @param multiplicity how often each cluster is drawn
     * @return NaN if no prompt of the draw was answered
     */
    public double aiq(int[] multiplicity) {
        List<Point> points = new ArrayList<>();
        for (int step = 0; step < cost.length; step++) {
            double weight = total(answered[step], multiplicity);
            if (weight == 0) {
                return Double.NaN;
            }
            points.add(new Point(
                    "", total(cost[step], multiplicity) / weight, total(quality[step], multiplicity) / weight));
        }
        return QualityCostHull.of(points).aiq(axisEndUsd);
    }

    private static double total(double[] perCluster, int[] multiplicity) {
        double sum = 0;
        for (int c = 0; c < perCluster.length; c++) {
            sum += multiplicity[c] * perCluster[c];
        }
        return sum;
    }
}
