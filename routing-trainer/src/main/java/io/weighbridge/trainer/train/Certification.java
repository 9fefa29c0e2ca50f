package io.weighbridge.trainer.train;

import io.weighbridge.evidence.LearnThenTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the certification part says about the steps of a grid.
 *
 * @param certified number of steps that passed in sequence; 0 keeps every incumbent
 * @param units paired units of the part
 * @param clusters independent clusters of them
 * @param incumbents what the incumbents themselves do on the part
 * @param steps one result per step of the grid
 */
record Certification(int certified, int units, int clusters, Step incumbents, List<Step> steps) {
    static final String METHOD = "Learn-then-Test, fixed sequence, betting p-values on weighted cluster increments;"
            + " weights capped where the cap cuts 0.5 % of them";
    static final String ASSUMPTION = "future clusters of calls are independent and distributed as the certification"
            + " clusters, at the same prices and with the same candidates";

    private static final double LARGEST_CUT = 0.005;
    private static final int LEAST_CLUSTERS = 10;

    Certification {
        steps = List.copyOf(steps);
    }

    /**
     * One step on the certification part, by weight of calls.
     *
     * @param meanDifference policy minus incumbent
     * @param costUsd of the calls the part stands for
     */
    record Step(double pValue, double meanDifference, double quality, double costUsd) {}

    static Certification of(World world, PolicyGrid grid, Split split, TrainOptions options) {
        List<int[]> clusters = split.certify().stream()
                .map(cluster -> Arrays.stream(cluster)
                        .filter(i -> isPaired(world, grid, i))
                        .toArray())
                .filter(cluster -> cluster.length > 0)
                .toList();
        int units = clusters.stream().mapToInt(cluster -> cluster.length).sum();
        double[] weights = clusters.stream()
                .mapToDouble(cluster -> Arrays.stream(cluster)
                        .mapToDouble(i -> world.unit(i).weight())
                        .sum())
                .toArray();
        double cap = cap(weights);
        double[] capped = Arrays.stream(weights).map(w -> Math.min(w, cap)).toArray();
        List<Step> steps = new ArrayList<>();
        int certified = 0;
        for (Map<String, Opening> openings : grid.steps()) {
            double pValue = clusters.size() < LEAST_CLUSTERS
                    ? 1
                    : LearnThenTest.bettingPValue(LearnThenTest.Increments.weighted(
                            differences(world, clusters, openings), capped, cap, options.maxQualityLoss()));
            if (certified == steps.size() && pValue <= 1 - options.confidence()) {
                certified++;
            }
            steps.add(step(world, clusters, openings, pValue));
        }
        Step incumbents = step(world, clusters, Map.of(), 0);
        return new Certification(certified, units, clusters.size(), incumbents, steps);
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

    /** Every model the grid may send the unit to must have been measured on it, or choosing could hide a loss. */
    private static boolean isPaired(World world, PolicyGrid grid, int i) {
        String task = world.unit(i).task();
        return world.measured(i, world.incumbent(i))
                && grid.steps().stream()
                        .map(step -> step.get(task))
                        .allMatch(opening -> opening == null || world.measured(i, opening.candidate()));
    }

    private static Step step(World world, List<int[]> clusters, Map<String, Opening> openings, double pValue) {
        double weight = 0;
        double gained = 0;
        double quality = 0;
        double cost = 0;
        for (int[] cluster : clusters) {
            for (int i : cluster) {
                int chosen = world.choice(i, openings);
                double w = world.unit(i).weight();
                weight += w;
                gained += w * world.difference(i, chosen);
                quality += w * world.unit(i).score()[chosen];
                cost += w * world.costUsd(i, chosen);
            }
        }
        return new Step(pValue, gained / weight, quality / weight, cost);
    }

    private static double[] differences(World world, List<int[]> clusters, Map<String, Opening> openings) {
        return clusters.stream()
                .mapToDouble(cluster -> {
                    double weight = 0;
                    double gained = 0;
                    for (int i : cluster) {
                        weight += world.unit(i).weight();
                        gained += world.unit(i).weight() * world.difference(i, world.choice(i, openings));
                    }
                    return gained / weight;
                })
                .toArray();
    }
}
