package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Simulated truths with known means, and the share of them in which a method is wrong. */
final class Worlds {
    private Worlds() {}

    /** How many of {@code worlds} seeded worlds a claim misses. */
    static int misses(int worlds, Predicate<SplittableRandom> misses) {
        SplittableRandom seeds = new SplittableRandom(20261122);
        int count = 0;
        for (int world = 0; world < worlds; world++) {
            if (misses.test(seeds.split())) {
                count++;
            }
        }
        return count;
    }

    /** −1, 0 or 1 by a uniform number: {@code discordant} of the mass is off 0, and the mean is {@code mean}. */
    static double threeValued(double uniform, double discordant, double mean) {
        if (uniform < (discordant + mean) / 2) {
            return 1;
        }
        return uniform < discordant ? -1 : 0;
    }

    /** A sample of {@link #threeValued} values. */
    static double[] threeValued(SplittableRandom random, int length, double discordant, double mean) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = threeValued(random.nextDouble(), discordant, mean);
        }
        return values;
    }

    /**
     * Clusters of equal size whose units copy one shared draw with probability √icc and draw for themselves otherwise, so
     * that two units of a cluster correlate by icc.
     */
    static double[] clustered(
            SplittableRandom random, int clusters, int size, double icc, double discordant, double mean) {
        double[] values = new double[clusters * size];
        for (int cluster = 0; cluster < clusters; cluster++) {
            double shared = random.nextDouble();
            for (int unit = 0; unit < size; unit++) {
                double uniform = random.nextDouble() < Math.sqrt(icc) ? shared : random.nextDouble();
                values[cluster * size + unit] = threeValued(uniform, discordant, mean);
            }
        }
        return values;
    }

    /** The clustering of {@link #clustered}. */
    static Clustering clustersOf(int clusters, int size) {
        List<String> keys = new ArrayList<>();
        for (int unit = 0; unit < clusters * size; unit++) {
            keys.add("c" + unit / size);
        }
        return Clustering.of(keys);
    }
}
