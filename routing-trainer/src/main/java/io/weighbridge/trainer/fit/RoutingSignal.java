package io.weighbridge.trainer.fit;

/**
 * How much of the differences between candidates a prediction explains: the signed squared correlation of predicted and
 * true quality, both centred on the row's mean over candidates and then on each candidate's mean over rows. Only what
 * changes from call to call is left, which is all that a router can use beyond the best single model; a common
 * difficulty or a wrong scale does not count.
 */
final class RoutingSignal {
    private RoutingSignal() {}

    /**
     * @param label NaN where there is no outcome; such cells are passed over
     * @param candidates columns to look at
     * @return in [−1, 1]; 0 where nothing varies
     */
    static double of(double[][] predicted, double[][] label, double[] weight, int[] candidates) {
        double[][] p = centred(predicted, label, weight, candidates);
        double[][] y = centred(label, label, weight, candidates);
        double py = 0;
        double pp = 0;
        double yy = 0;
        for (int i = 0; i < p.length; i++) {
            for (int k : candidates) {
                if (!Double.isNaN(y[i][k])) {
                    py += weight[i] * p[i][k] * y[i][k];
                    pp += weight[i] * p[i][k] * p[i][k];
                    yy += weight[i] * y[i][k] * y[i][k];
                }
            }
        }
        return pp < 1e-12 * yy || yy == 0 ? 0 : Math.signum(py) * py * py / (pp * yy);
    }

    private static double[][] centred(double[][] values, double[][] label, double[] weight, int[] candidates) {
        double[][] centred = new double[values.length][];
        double[] sum = new double[label.length == 0 ? 0 : label[0].length];
        double[] total = new double[sum.length];
        for (int i = 0; i < values.length; i++) {
            centred[i] = centredRow(values[i], label[i], candidates);
            for (int k : candidates) {
                if (!Double.isNaN(centred[i][k])) {
                    sum[k] += weight[i] * centred[i][k];
                    total[k] += weight[i];
                }
            }
        }
        for (double[] row : centred) {
            for (int k : candidates) {
                row[k] -= sum[k] / total[k];
            }
        }
        return centred;
    }

    /** NaN for cells without outcome, and for all cells of a row with fewer than two outcomes. */
    private static double[] centredRow(double[] values, double[] label, int[] candidates) {
        double sum = 0;
        int observed = 0;
        for (int k : candidates) {
            if (!Double.isNaN(label[k])) {
                sum += values[k];
                observed++;
            }
        }
        double[] row = new double[values.length];
        for (int k : candidates) {
            row[k] = observed < 2 || Double.isNaN(label[k]) ? Double.NaN : values[k] - sum / observed;
        }
        return row;
    }
}
