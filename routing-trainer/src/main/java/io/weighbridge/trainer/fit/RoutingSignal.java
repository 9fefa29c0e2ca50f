package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well predictions order calls by what another model would change: for each candidate, the covariance of the rank of
 * its predicted difference to the best candidate with the true difference. It is the area between the router's curve and
 * a random router's (for two models, APGR up to a constant), so a common difficulty or a wrong scale does not count.
 *
 * @param perRow contribution of each row, averaged over candidates
 * @param weight of each row
 */
record RoutingSignal(double[] perRow, double[] weight) {

    /**
     * @param label NaN where there is no outcome; such cells are passed over
     * @param candidates columns to look at
     */
    static RoutingSignal of(double[][] predicted, double[][] label, double[] weight, int[] candidates) {
        double[] perRow = new double[predicted.length];
        int best = best(label, weight, candidates);
        for (int k : candidates) {
            if (k != best) {
                add(predicted, label, weight, k, best, perRow);
            }
        }
        double others = Math.max(1, candidates.length - 1);
        return new RoutingSignal(Arrays.stream(perRow).map(c -> c / others).toArray(), weight);
    }

    double mean() {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < perRow.length; i++) {
            sum += weight[i] * perRow[i];
            total += weight[i];
        }
        return total == 0 ? 0 : sum / total;
    }

    /** By how many standard errors this signal exceeds another on the same rows; 0 where they do not differ. */
    double standardErrorsAbove(RoutingSignal other) {
        double difference = mean() - other.mean();
        double total = Arrays.stream(weight).sum();
        double squares = 0;
        for (int i = 0; i < perRow.length; i++) {
            double residual = weight[i] / total * (perRow[i] - other.perRow[i] - difference);
            squares += residual * residual;
        }
        return squares == 0 ? 0 : difference / Math.sqrt(squares);
    }

    private static void add(double[][] predicted, double[][] label, double[] weight, int k, int best, double[] perRow) {
        int[] rows = IntStream.range(0, label.length)
                .filter(i -> !Double.isNaN(label[i][k]) && !Double.isNaN(label[i][best]))
                .toArray();
        double[] rank = ranks(IntStream.of(rows)
                .mapToDouble(i -> predicted[i][k] - predicted[i][best])
                .toArray());
        double mean = 0;
        double total = 0;
        for (int i : rows) {
            mean += weight[i] * (label[i][k] - label[i][best]);
            total += weight[i];
        }
        for (int j = 0; j < rows.length; j++) {
            int i = rows[j];
            perRow[i] += (rank[j] - 0.5) * (label[i][k] - label[i][best] - mean / total);
        }
    }

    private static int best(double[][] label, double[] weight, int[] candidates) {
        int best = candidates[0];
        double most = Double.NEGATIVE_INFINITY;
        for (int k : candidates) {
            double sum = 0;
            double total = 0;
            for (int i = 0; i < label.length; i++) {
                if (!Double.isNaN(label[i][k])) {
                    sum += weight[i] * label[i][k];
                    total += weight[i];
                }
            }
            if (total > 0 && sum / total > most) {
                most = sum / total;
                best = k;
            }
        }
        return best;
    }

    /** Mid-ranks in (0, 1). Differences below 1e-9 are ties, so that rounding is not taken for a preference. */
    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(j -> values[j]));
        double[] rank = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && values[order[to]] - values[order[to - 1]] < 1e-9) {
                to++;
            }
            for (int j = from; j < to; j++) {
                rank[order[j]] = (from + to) / 2.0 / values.length;
            }
            from = to;
        }
        return rank;
    }
}
