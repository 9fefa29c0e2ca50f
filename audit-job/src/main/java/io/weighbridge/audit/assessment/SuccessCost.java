package io.weighbridge.audit.assessment;

import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.CostPerSuccess;
import io.weighbridge.tokenlog.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a success of one model on one task costs, its failures' costs included, over the units whose cost is known.
 *
 * @param units of which both score and cost are known
 * @param withoutCost units with a score and no cost, which are left out
 * @param successes Σ of the scores
 * @param picodollars per success, with its interval
 */
public record SuccessCost(
        String task, String model, int units, int withoutCost, double successes, CostPerSuccess picodollars) {

    /** By task, then model; models none of whose costs are known have no line. */
    static List<SuccessCost> of(
            String task, List<OutcomeUnit> units, Map<Frame.Population, Long> drawsOfPopulation, double confidence) {
        Map<String, Sample> samples = new TreeMap<>();
        for (OutcomeUnit unit : units) {
            double weight = unit.weight(drawsOfPopulation);
            unit.answers().forEach((model, answer) -> {
                if (!answer.judged()) {
                    samples.computeIfAbsent(model, unused -> new Sample()).add(unit.cluster(), answer, weight);
                }
            });
        }
        List<SuccessCost> costs = new ArrayList<>();
        samples.forEach((model, sample) -> {
            if (!sample.costs.isEmpty()) {
                costs.add(sample.cost(task, model, confidence));
            }
        });
        return costs;
    }

    private static final class Sample {
        private final List<String> clusters = new ArrayList<>();
        private final List<Double> costs = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();
        private double successes;
        private int withoutCost;

        void add(String cluster, Answer answer, double weight) {
            Usd cost = answer.cost();
            if (cost == null) {
                withoutCost++;
                return;
            }
            clusters.add(cluster);
            costs.add(weight * cost.picodollars());
            scores.add(weight * answer.score());
            successes += answer.score();
        }

        SuccessCost cost(String task, String model, double confidence) {
            CostPerSuccess perSuccess = CostPerSuccess.of(
                    costs.stream().mapToDouble(Double::doubleValue).toArray(),
                    scores.stream().mapToDouble(Double::doubleValue).toArray(),
                    Clustering.of(clusters),
                    confidence);
            return new SuccessCost(task, model, costs.size(), withoutCost, successes, perSuccess);
        }
    }
}
