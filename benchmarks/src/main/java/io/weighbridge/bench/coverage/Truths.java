package io.weighbridge.bench.coverage;

import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.IntervalEstimate;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import io.weighbridge.evidence.PairedDifference;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What worlds are made of. */
final class Truths {
    static final Interval DIFFERENCES = new Interval(-1, 1);
    static final double CONFIDENCE = 0.95;

    private Truths() {}

    /** −1, 0 or 1 by a uniform number: {@code discordant} of the mass is off 0, and the mean is {@code mean}. */
    static double threeValued(double uniform, double discordant, double mean) {
        if (uniform < (discordant + mean) / 2) {
            return 1;
        }
        return uniform < discordant ? -1 : 0;
    }

    static double[] threeValued(SplittableRandom random, int length, double discordant, double mean) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = threeValued(random.nextDouble(), discordant, mean);
        }
        return values;
    }

    /** Clusters of the sizes given; unit {@code i} of the result is in the cluster that holds it in this order. */
    static Clustering clusters(int[] sizes) {
        List<String> keys = IntStream.range(0, sizes.length)
                .boxed()
                .flatMap(cluster -> IntStream.range(0, sizes[cluster]).mapToObj(unit -> "c" + cluster))
                .toList();
        return Clustering.of(keys);
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** The t interval of independent values: what everybody computes, right for one look at many of them. */
    static Interval studentInterval(double[] values, double confidence) {
        IntervalEstimate look = PairedDifference.of(values, Clustering.independent(values.length), confidence);
        return look instanceof Estimate estimate ? estimate.interval() : new Interval(-1e9, 1e9);
    }

    /** Whether an interval was given and holds the truth. */
    static boolean covers(IntervalEstimate look, double truth) {
        return look instanceof Estimate estimate && estimate.interval().contains(truth);
    }

    static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** A standard normal number, by the polar method. */
    static double normal(SplittableRandom random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * Math.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }
}
