package io.weighbridge.trainer.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The points of a router over all prices of quality: each call goes to the model with the largest expected quality −
 * λ · expected cost, for λ from "money does not matter" to "the cheapest". A prompt can only go to models whose answer
 * to it is known, in every method alike, so that comparisons are paired.
 */
public final class UtilitySweep {
    private static final int STEPS = 60;
    private static final double LEAST_TRADE = 1e-3;
    private static final double MOST_TRADE = 10;

    private final double[][] score;
    private final double[][] cost;
    private final double[][] expectedCost;
    private final int[] priced;
    private final double[] qualityPerUsd;
    private final double axisEnd;

    /**
     * @param score what each model's answer was worth, by prompt and model
     * @param cost USD of each answer, NaN where it is not to be had
     * @param expectedCost what it was expected to cost before it was made
     * @param priced models whose costs are known
     */
    public UtilitySweep(double[][] score, double[][] cost, double[][] expectedCost, int[] priced) {
        this.score = score;
        this.cost = cost;
        this.expectedCost = expectedCost;
        this.priced = priced;
        double[] means = Arrays.stream(priced).mapToDouble(this::meanCost).toArray();
        axisEnd = cost.length * Arrays.stream(means).max().orElse(0);
        qualityPerUsd = grid(means);
    }

    /** Total cost of the dearest model alone, at which the axis of AIQ ends. */
    public double axisEnd() {
        return axisEnd;
    }

    /** How many prices of quality there are. */
    int steps() {
        return qualityPerUsd.length;
    }

    public List<Point> points(double[][] quality) {
        List<Point> points = new ArrayList<>();
        for (int step = 0; step < steps(); step++) {
            points.add(point(step, choices(quality, step)));
        }
        return points;
    }

    /** Largest share of the answered prompts that one model serves, at each price of quality: 1 is a collapsed router. */
    public double[] largestShares(double[][] quality) {
        double[] largest = new double[steps()];
        for (int step = 0; step < largest.length; step++) {
            int[] served = new int[cost.length == 0 ? 0 : cost[0].length];
            int answered = 0;
            for (int chosen : choices(quality, step)) {
                if (chosen >= 0) {
                    served[chosen]++;
                    answered++;
                }
            }
            largest[step] = (double) Arrays.stream(served).max().orElse(0) / answered;
        }
        return largest;
    }

    /** Model of every prompt at a price of quality, or -1 where no priced model answered it. */
    int[] choices(double[][] quality, int step) {
        return IntStream.range(0, quality.length)
                .map(row -> choice(row, quality[row], qualityPerUsd[step]))
                .toArray();
    }

    /**
     * The sweep added up per cluster.
     *
     * @param cluster number of each prompt's cluster, from 0
     * @param weight of each prompt
     */
    public SweepSums sums(double[][] quality, int[] cluster, double[] weight) {
        int clusters = Arrays.stream(cluster).max().orElse(-1) + 1;
        double[][] paid = new double[steps()][clusters];
        double[][] earned = new double[steps()][clusters];
        double[][] answered = new double[steps()][clusters];
        for (int step = 0; step < steps(); step++) {
            int[] chosen = choices(quality, step);
            for (int row = 0; row < chosen.length; row++) {
                if (chosen[row] >= 0) {
                    paid[step][cluster[row]] += weight[row] * cost[row][chosen[row]];
                    earned[step][cluster[row]] += weight[row] * score[row][chosen[row]];
                    answered[step][cluster[row]] += weight[row];
                }
            }
        }
        return new SweepSums(axisEnd / cost.length, paid, earned, answered);
    }

    /** Name of a price of quality. */
    private String setting(int step) {
        return String.format(Locale.ROOT, "quality_per_usd=%.6g", qualityPerUsd[step]);
    }

    private Point point(int step, int[] chosen) {
        double paid = 0;
        double earned = 0;
        int answered = 0;
        for (int row = 0; row < chosen.length; row++) {
            if (chosen[row] >= 0) {
                paid += cost[row][chosen[row]];
                earned += score[row][chosen[row]];
                answered++;
            }
        }
        return new Point(setting(step), paid * chosen.length / answered, earned / answered);
    }

    private int choice(int row, double[] quality, double rate) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int k : priced) {
            if (!Double.isNaN(cost[row][k]) && !Double.isNaN(score[row][k])) {
                double utility = quality[k] - rate * expectedCost[row][k];
                boolean cheaper = best >= 0 && utility == most && expectedCost[row][k] < expectedCost[row][best];
                if (utility > most || cheaper) {
                    most = utility;
                    best = k;
                }
            }
        }
        return best;
    }

    private double meanCost(int model) {
        return Arrays.stream(cost)
                .mapToDouble(row -> row[model])
                .filter(usd -> !Double.isNaN(usd))
                .average()
                .orElse(0);
    }

    /** Rates at which the dearest and the cheapest model's price of a call range from negligible to decisive. */
    private static double[] grid(double[] meanCosts) {
        double[] means =
                Arrays.stream(meanCosts).filter(mean -> mean > 0).sorted().toArray();
        if (means.length == 0) {
            return new double[] {0};
        }
        double lowest = LEAST_TRADE / means[means.length - 1];
        double highest = MOST_TRADE / means[0];
        double[] rates = new double[STEPS + 1];
        for (int step = 1; step <= STEPS; step++) {
            rates[step] = lowest * Math.pow(highest / lowest, (step - 1.0) / (STEPS - 1));
        }
        return rates;
    }
}
