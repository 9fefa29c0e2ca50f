package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.metrics.Point;
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
final class UtilitySweep {
    private static final int STEPS = 60;
    private static final double LEAST_TRADE = 1e-3;
    private static final double MOST_TRADE = 10;

    private final OutcomeMatrix outcomes;
    private final double[][] expectedCost;
    private final int[] priced;
    private final double[] qualityPerUsd;

    /** @param priced models whose costs are known */
    UtilitySweep(OutcomeMatrix outcomes, double[][] expectedCost, int[] priced) {
        this.outcomes = outcomes;
        this.expectedCost = expectedCost;
        this.priced = priced;
        this.qualityPerUsd = grid();
    }

    List<Point> points(double[][] quality) {
        List<Point> points = new ArrayList<>();
        for (double rate : qualityPerUsd) {
            points.add(point(quality, rate));
        }
        return points;
    }

    /** Model of every prompt at a price of quality, or -1 where no priced model answered it. */
    int[] choices(double[][] quality, double rate) {
        return IntStream.range(0, quality.length)
                .map(row -> choice(row, quality[row], rate))
                .toArray();
    }

    private Point point(double[][] quality, double rate) {
        int[] chosen = choices(quality, rate);
        double cost = 0;
        double score = 0;
        int answered = 0;
        for (int row = 0; row < chosen.length; row++) {
            if (chosen[row] >= 0) {
                cost += outcomes.cost()[row][chosen[row]];
                score += outcomes.score()[row][chosen[row]];
                answered++;
            }
        }
        String setting = String.format(Locale.ROOT, "quality_per_usd=%.6g", rate);
        return new Point(setting, cost * chosen.length / answered, score / answered);
    }

    private int choice(int row, double[] quality, double rate) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int k : priced) {
            if (!Double.isNaN(outcomes.cost()[row][k])) {
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

    /** Rates at which the dearest and the cheapest model's price of a call range from negligible to decisive. */
    private double[] grid() {
        double[] means = Arrays.stream(priced)
                .mapToDouble(k -> outcomes.totalCost(k) / outcomes.prompts().size())
                .filter(mean -> mean > 0)
                .sorted()
                .toArray();
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
