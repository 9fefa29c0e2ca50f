package io.weighbridge.evidence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile intervals by resampling whole clusters with replacement (Efron 1979; Field and Welsh, JRSS-B 2007). Paired: both
 * sides of a comparison are computed from the same resample. Asymptotic, for 40 clusters and more; the seed decides
 * everything random.
 *
 * @param clusters number of independent clusters
 * @param resamples at least 100
 */
public record PairedClusterBootstrap(int clusters, int resamples, long seed) {
    public PairedClusterBootstrap {
        if (clusters < 1) {
            throw new IllegalArgumentException("clusters: must be at least 1, was " + clusters);
        }
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples: must be at least 100, was " + resamples);
        }
    }

    /**
     * Interval of any statistic.
     *
     * @param statistic computed from how often each cluster was drawn; a multiplicity of 1 everywhere is the sample itself.
     *     The array is reused between calls.
     */
    public Interval interval(ToDoubleFunction<int[]> statistic, double confidence) {
        double tail = BettingInference.levelPerSide(confidence);
        SplittableRandom random = new SplittableRandom(seed);
        double[] statistics = new double[resamples];
        int[] multiplicity = new int[clusters];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(multiplicity, 0);
            for (int draw = 0; draw < clusters; draw++) {
                multiplicity[random.nextInt(clusters)]++;
            }
            statistics[resample] = statistic.applyAsDouble(multiplicity);
        }
        Arrays.sort(statistics);
        int cut = (int) Math.floor(tail * resamples);
        return new Interval(statistics[cut], statistics[resamples - 1 - cut]);
    }

    /** Interval of the mean of paired differences, one per unit. */
    public static Interval ofMeanDifference(
            double[] differences, Clustering clustering, int resamples, double confidence, long seed) {
        double[] sums = clustering.sums(differences);
        return new PairedClusterBootstrap(clustering.clusters(), resamples, seed)
                .interval(multiplicity -> resampledMean(multiplicity, sums, clustering), confidence);
    }

    private static double resampledMean(int[] multiplicity, double[] sums, Clustering clustering) {
        double sum = 0;
        long units = 0;
        for (int cluster = 0; cluster < sums.length; cluster++) {
            sum += multiplicity[cluster] * sums[cluster];
            units += (long) multiplicity[cluster] * clustering.sizeOf(cluster);
        }
        return sum / units;
    }
}
