package io.weighbridge.trainer.fit;

import io.weighbridge.routing.Calibration;
import java.util.Arrays;
import smile.math.BFGS;

/**
 * Platt scaling by weighted maximum likelihood on out-of-fold log-odds (Platt 1999), fractional labels allowed. A weak
 * ridge pulls towards the identity, so that few rows change nothing.
 */
final class PlattFit {
    private static final double RIDGE = 1;
    private static final double TOLERANCE = 1e-8;

    private PlattFit() {}

    static Calibration.Platt fit(double[] logOdds, double[] label, double[] weight) {
        int[][] index = new int[logOdds.length][];
        double[][] value = new double[logOdds.length][];
        for (int i = 0; i < logOdds.length; i++) {
            index[i] = new int[] {0, 1};
            value[i] = new double[] {logOdds[i], 1};
        }
        double[] shift = new double[2];
        LogisticLoss loss = new LogisticLoss(index, value, label, weight, logOdds.clone(), RIDGE);
        BFGS.minimize(loss, 2, shift, TOLERANCE, 100);
        if (!Arrays.stream(shift).allMatch(Double::isFinite) || shift[0] <= -1) {
            return new Calibration.Platt(1, 0);
        }
        return new Calibration.Platt(1 + shift[0], shift[1]);
    }
}
