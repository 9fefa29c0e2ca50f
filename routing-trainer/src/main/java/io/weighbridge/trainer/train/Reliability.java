package io.weighbridge.trainer.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well expected quality agrees with outcomes: outcomes of all models on some units, in ten bins of expected quality.
 *
 * @param bins those with outcomes, by expected quality
 * @param expectedError mean over outcomes of the distance between a bin's two means (expected calibration error), in [0, 1];
 *     0 without outcomes
 */
record Reliability(List<Bin> bins, double expectedError) {
    private static final int BINS = 10;

    Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * @param expected mean expected quality
     * @param observed mean outcome
     */
    record Bin(long outcomes, double expected, double observed) {}

    /** @param units that nothing was fitted on */
    static Reliability of(World world, int[] units) {
        long[] outcomes = new long[BINS];
        double[] expected = new double[BINS];
        double[] observed = new double[BINS];
        for (int i : units) {
            for (int k = 0; k < world.unit(i).score().length; k++) {
                double quality = world.expectedQuality(i, k);
                if (world.unit(i).observed(k) && !Double.isNaN(quality)) {
                    int bin = Math.min(BINS - 1, (int) (BINS * quality));
                    outcomes[bin]++;
                    expected[bin] += quality;
                    observed[bin] += world.unit(i).score()[k];
                }
            }
        }
        List<Bin> bins = new ArrayList<>();
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (outcomes[bin] > 0) {
                distance += Math.abs(expected[bin] - observed[bin]);
                bins.add(new Bin(outcomes[bin], expected[bin] / outcomes[bin], observed[bin] / outcomes[bin]));
            }
        }
        long all = IntStream.range(0, BINS).mapToLong(bin -> outcomes[bin]).sum();
        return new Reliability(bins, all == 0 ? 0 : distance / all);
    }
}
