package io.weighbridge.trainer.train;

import io.weighbridge.routing.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much of the traffic one model gets. A router that sends nearly everything to one model is a switch, and should be known
 * as one.
 *
 * @param model the one that serves most calls first
 * @param share of the calls that it serves, by weight, in (0, 1]
 */
public record Collapse(String model, double share) {

    /**
     * @param units numbers of the set's units, as those of the select part, on which nothing was fitted
     * @return null without units
     */
    static @Nullable Collapse of(Policy policy, TrainingSet set, int[] units) {
        List<TrainingUnit> part = IntStream.of(units).mapToObj(set.units()::get).toList();
        PolicyEvidence evidence = PolicyEvidence.of(policy, new TrainingSet(set.models(), part, part.size()));
        Map<String, Double> weights = new TreeMap<>();
        for (int i = 0; i < part.size(); i++) {
            weights.merge(evidence.model(i), part.get(i).weight(), Double::sum);
        }
        double all = part.stream().mapToDouble(TrainingUnit::weight).sum();
        return weights.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .map(largest -> new Collapse(largest.getKey(), largest.getValue() / all))
                .orElse(null);
    }
}
