package io.weighbridge.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which units belong together: units of one session or with near-duplicate prompts are one cluster, and only clusters
 * are independent. Clusters are numbered from 0 in order of first appearance.
 */
public final class Clustering {
    private final String[] keys;
    private final int[] clusterOf;
    private final int[] sizes;

    private Clustering(String[] keys, int[] clusterOf) {
        this.keys = keys;
        this.clusterOf = clusterOf;
        this.sizes = new int[keys.length];
        for (int cluster : clusterOf) {
            sizes[cluster]++;
        }
    }

    /** @param keyOfUnit the cluster's key of each unit, in the order of the data */
    public static Clustering of(List<String> keyOfUnit) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] clusterOf = new int[keyOfUnit.size()];
        for (int unit = 0; unit < clusterOf.length; unit++) {
            String key = keyOfUnit.get(unit);
            Integer known = numbers.putIfAbsent(key, numbers.size());
            clusterOf[unit] = known == null ? numbers.size() - 1 : known;
        }
        return new Clustering(numbers.keySet().toArray(String[]::new), clusterOf);
    }

    /** Every unit is its own cluster. */
    public static Clustering independent(int units) {
        int[] clusterOf = IntStream.range(0, units).toArray();
        String[] keys = IntStream.range(0, units).mapToObj(Integer::toString).toArray(String[]::new);
        return new Clustering(keys, clusterOf);
    }

    /** The clusters of some of the units, in the order given. */
    public Clustering restrictedTo(int[] units) {
        return of(Arrays.stream(units).mapToObj(unit -> keys[clusterOf[unit]]).toList());
    }

    public int units() {
        return clusterOf.length;
    }

    public int clusters() {
        return keys.length;
    }

    public int clusterOf(int unit) {
        return clusterOf[unit];
    }

    /** Number of units in the cluster. */
    public int sizeOf(int cluster) {
        return sizes[cluster];
    }

    /** Sum of the units' values in each cluster. */
    public double[] sums(double[] values) {
        if (values.length != clusterOf.length) {
            throw new IllegalArgumentException(
                    "values: must be one per unit, was " + values.length + " for " + clusterOf.length + " units");
        }
        double[] sums = new double[keys.length];
        for (int unit = 0; unit < values.length; unit++) {
            sums[clusterOf[unit]] += values[unit];
        }
        return sums;
    }

    /** Mean of the units' values in each cluster. */
    public double[] means(double[] values) {
        double[] means = sums(values);
        for (int cluster = 0; cluster < means.length; cluster++) {
            means[cluster] /= sizes[cluster];
        }
        return means;
    }

    /**
     * The clusters in an order that depends on their keys and the salt alone, so that no sequence can be ordered to suit
     * its values: by SHA-256 of salt and key.
     */
    public int[] hashedOrder(String salt) {
        byte[][] hashes =
                Arrays.stream(keys).map(key -> sha256(salt + '\n' + key)).toArray(byte[][]::new);
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparing(cluster -> hashes[cluster], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Cluster means in {@link #hashedOrder hashed order}: increments of a sequence whose target is a mean per cluster. */
    public double[] meansInHashedOrder(double[] values, String salt) {
        double[] means = means(values);
        return Arrays.stream(hashedOrder(salt))
                .mapToDouble(cluster -> means[cluster])
                .toArray();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
