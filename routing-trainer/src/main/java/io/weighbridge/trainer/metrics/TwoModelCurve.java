package io.weighbridge.trainer.metrics;

import java.util.Arrays;

/**
 * Quality against the share of calls that the strong of two models serves, at eleven thresholds, and the numbers that
 * RouteLLM (Ong et al. 2024) reads off it.
 *
 * <p>The thresholds are the edges of ten equal-count quantile bins of the router's score. At an edge the strong model
 * serves the prompts whose score reaches it; at the last edge, those that exceed it.
 *
 * @param strongShare share of calls to the strong model in [0, 1], ascending
 * @param quality mean score at that share
 * @param weakQuality mean score of the weak model alone
 * @param strongQuality mean score of the strong model alone
 */
public record TwoModelCurve(double[] strongShare, double[] quality, double weakQuality, double strongQuality) {
    private static final int BINS = 10;

    /**
     * @param routerScore predicted gain of the strong model, one per prompt; higher goes to the strong model first
     * @param weak score of the weak model's answer to each prompt
     * @param strong score of the strong model's answer to each prompt
     */
    public static TwoModelCurve of(double[] routerScore, double[] weak, double[] strong) {
        int prompts = routerScore.length;
        double[] sorted = routerScore.clone();
        Arrays.sort(sorted);
        double[] share = new double[BINS + 1];
        double[] quality = new double[BINS + 1];
        for (int bin = 0; bin <= BINS; bin++) {
            double edge = quantile(sorted, (double) bin / BINS);
            int calls = 0;
            double total = 0;
            for (int i = 0; i < prompts; i++) {
                boolean toStrong = bin == BINS ? routerScore[i] > edge : routerScore[i] >= edge;
                calls += toStrong ? 1 : 0;
                total += toStrong ? strong[i] : weak[i];
            }
            share[BINS - bin] = (double) calls / prompts;
            quality[BINS - bin] = total / prompts;
        }
        return new TwoModelCurve(share, quality, mean(weak), mean(strong));
    }

    /** Average performance gap recovered: 0 for the weak model, 1 for the strong one, about 0.5 for a random router. */
    public double apgr() {
        double width = strongShare[BINS] - strongShare[0];
        double area = 0;
        for (int i = 1; i <= BINS; i++) {
            area += (strongShare[i] - strongShare[i - 1]) * (quality[i] + quality[i - 1]) / 2;
        }
        return (area - weakQuality * width) / ((strongQuality - weakQuality) * width);
    }

    /**
     * Call-performance threshold: percent of calls that must go to the strong model to recover a share of the gap.
     * Linear interpolation of the share at the wanted quality, the points taken as they come, as {@code numpy.interp}
     * does; outside the curve it is the nearer end.
     *
     * @param gapShare wanted share of the gap between the models in [0, 1]
     */
    public double cpt(double gapShare) {
        double wanted = weakQuality + gapShare * (strongQuality - weakQuality);
        if (wanted <= quality[0]) {
            return 100 * strongShare[0];
        }
        if (wanted >= quality[BINS]) {
            return 100 * strongShare[BINS];
        }
        int low = 0;
        int high = BINS + 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (wanted >= quality[middle]) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double slope = (strongShare[high] - strongShare[low]) / (quality[high] - quality[low]);
        return 100 * (strongShare[low] + slope * (wanted - quality[low]));
    }

    /** The quantile with linear interpolation between order statistics, as numpy computes it. */
    static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        double fraction = position - below;
        return sorted[below] + fraction * (sorted[above] - sorted[below]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}
