package io.weighbridge.trainer.train;

import io.weighbridge.tokenlog.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clusters dealt to three parts by a salted hash of their names: models are fitted on the first, policies compared and
 * ordered on the second, certified on the third. Units of one cluster never part.
 *
 * @param fit indices of units
 * @param select indices of units
 * @param certify clusters of indices of units, in the order of their hashes, which depends on no value
 */
record Split(int[] fit, int[] select, List<int[]> certify) {
    /** How the parts are cut, for the record. */
    static final String METHOD = "SHA-256 of seed and cluster; 30 % fit, 20 % select, 50 % certify, by cluster";

    private static final double FIT = 0.3;
    private static final double SELECT = 0.2;

    Split {
        certify = List.copyOf(certify);
    }

    static Split of(List<TrainingUnit> units, long seed) {
        Map<String, List<Integer>> clusters = new TreeMap<>();
        for (int i = 0; i < units.size(); i++) {
            clusters.computeIfAbsent(hash(seed, units.get(i).clusterId()), h -> new ArrayList<>())
                    .add(i);
        }
        List<Integer> fit = new ArrayList<>();
        List<Integer> select = new ArrayList<>();
        List<int[]> certify = new ArrayList<>();
        clusters.forEach((hash, members) -> {
            double position = position(hash);
            if (position < FIT) {
                fit.addAll(members);
            } else if (position < FIT + SELECT) {
                select.addAll(members);
            } else {
                certify.add(members.stream().mapToInt(i -> i).toArray());
            }
        });
        return new Split(indices(fit), indices(select), certify);
    }

    /** Whether a cluster is dealt to the certification part, whatever the training set. */
    static boolean certifies(long seed, String cluster) {
        return position(hash(seed, cluster)) >= FIT + SELECT;
    }

    int certifyUnits() {
        return certify.stream().mapToInt(cluster -> cluster.length).sum();
    }

    private static int[] indices(List<Integer> list) {
        return list.stream().mapToInt(i -> i).sorted().toArray();
    }

    /** Where the hash lies in [0, 1). The last eight digits decide the part, the first ones the order inside it. */
    private static double position(String hash) {
        return Long.parseLong(hash, hash.length() - 8, hash.length(), 16) / (double) (1L << 32);
    }

    private static String hash(long seed, String cluster) {
        return Sha256.hex(seed + "\n" + cluster);
    }
}
