package io.weighbridge.trainer.train;

import io.weighbridge.evidence.LearnThenTest;
import io.weighbridge.evidence.LearnThenTest.Increments;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Paired units in independent clusters, against which a policy is tested. The target is the mean by weight of calls: a
 * cluster counts with the weight of its units, up to a cap.
 */
final class CertificationSet {
    /** Fewer clusters than these test nothing. */
    static final int LEAST_CLUSTERS = 10;

    static final String METHOD = "Learn-then-Test, fixed sequence, betting p-values on weighted cluster increments;"
            + " weights capped where the cap cuts 0.5 % of them; cross-check by Hoeffding and Bentkus";
    static final String ASSUMPTION = "future clusters of calls are independent and distributed as the certification"
            + " clusters, at the same prices and with the same candidates";

    private static final double LARGEST_CUT = 0.005;

    private final World world;
    private final List<int[]> clusters;

    /**
     * @param clusters units by cluster, in an order that does not depend on outcomes
     * @param isPaired whether every model that a policy under test may choose was measured on the unit; others are left out
     */
    CertificationSet(World world, List<int[]> clusters, IntPredicate isPaired) {
        this.world = world;
        this.clusters = restricted(clusters, isPaired);
    }

    /**
     * What a policy does on some of the units.
     *
     * @param pValue of "it loses more than it may"; 1 where there are too few clusters
     * @param crossCheck the same by Hoeffding and Bentkus
     * @param meanDifference quality of policy minus incumbent, by weight; 0 without units
     * @param quality by weight; NaN without units
     * @param costUsd of the calls the units stand for; NaN where something is unknown
     */
    record Result(
            int units,
            int clusters,
            double pValue,
            double crossCheck,
            double meanDifference,
            double quality,
            double costUsd,
            double incumbentCostUsd) {

        /** Share of the incumbents' cost; NaN where costs are unknown. */
        double saving() {
            return 1 - costUsd / incumbentCostUsd;
        }
    }

    int units() {
        return clusters.stream().mapToInt(cluster -> cluster.length).sum();
    }

    int clusters() {
        return clusters.size();
    }

    /** All units, cluster by cluster. */
    IntStream unitNumbers() {
        return clusters.stream().flatMapToInt(Arrays::stream);
    }

    /** The units of a part alone. */
    CertificationSet part(IntPredicate part) {
        return new CertificationSet(world, clusters, part);
    }

    /** Whether a policy moves any call away from its incumbent. */
    boolean moves(IntUnaryOperator choice) {
        return unitNumbers().anyMatch(i -> choice.applyAsInt(i) != world.incumbent(i));
    }

    /** @param choice model of each unit */
    Result test(IntUnaryOperator choice, double maxLoss) {
        double[] weights = new double[clusters.size()];
        double[] differences = new double[weights.length];
        double quality = 0;
        double cost = 0;
        double incumbentCost = 0;
        double weight = 0;
        double gained = 0;
        int units = 0;
        for (int c = 0; c < weights.length; c++) {
            double gainedInCluster = 0;
            for (int i : clusters.get(c)) {
                int chosen = choice.applyAsInt(i);
                double w = world.unit(i).weight();
                weights[c] += w;
                gainedInCluster += w * world.difference(i, chosen);
                quality += w * world.score(i, chosen);
                cost += w * world.costUsd(i, chosen);
                incumbentCost += w * world.costUsd(i, world.incumbent(i));
                units++;
            }
            differences[c] = Math.clamp(gainedInCluster / weights[c], -1, 1);
            weight += weights[c];
            gained += gainedInCluster;
        }
        if (weights.length < LEAST_CLUSTERS) {
            double difference = weight == 0 ? 0 : gained / weight;
            return new Result(units, weights.length, 1, 1, difference, quality / weight, cost, incumbentCost);
        }
        double cap = cap(weights);
        double[] capped = Arrays.stream(weights).map(w -> Math.min(w, cap)).toArray();
        Increments increments = Increments.weighted(differences, capped, cap, maxLoss);
        return new Result(
                units,
                weights.length,
                LearnThenTest.bettingPValue(increments),
                LearnThenTest.hoeffdingBentkusPValue(increments),
                gained / weight,
                quality / weight,
                cost,
                incumbentCost);
    }

    /**
     * The least cap that cuts at most 0.5 % of the weight. The test's power falls with the largest weight, and one heavy
     * cluster would decide it; weights are known before any outcome, so a cap chosen by them leaves the test valid for
     * the capped mean.
     */
    private static double cap(double[] weights) {
        double[] heaviestLast = weights.clone();
        Arrays.sort(heaviestLast);
        double allowed = LARGEST_CUT * Arrays.stream(weights).sum();
        double cut = 0;
        for (int i = heaviestLast.length - 1; i > 0; i--) {
            int heavier = heaviestLast.length - i;
            cut += heavier * (heaviestLast[i] - heaviestLast[i - 1]);
            if (cut > allowed) {
                return heaviestLast[i];
            }
        }
        return heaviestLast.length == 0 ? 1 : heaviestLast[0];
    }

    private static List<int[]> restricted(Collection<int[]> clusters, IntPredicate part) {
        return clusters.stream()
                .map(cluster -> Arrays.stream(cluster).filter(part).toArray())
                .filter(cluster -> cluster.length > 0)
                .toList();
    }
}
