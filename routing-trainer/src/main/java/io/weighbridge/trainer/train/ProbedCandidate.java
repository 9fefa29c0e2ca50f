package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Limits;
import io.weighbridge.routing.OutputTokens;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.QualityModel;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TokenPrices;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.TaskTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model of a candidate of which a few hundred outcomes are known, pooled with what the policy already knows of others:
 * in each task the mean of the nearest candidates, moved by how the newcomer differs from them, that difference shrunk from
 * task to task towards its mean over all by empirical Bayes. Call by call it follows the nearest candidate's model, moved
 * by one number.
 *
 * @param nearest weights of the nearest candidates by model, largest first
 */
record ProbedCandidate(Candidate candidate, Map<String, Double> nearest) {
    private static final int NEIGHBOURS = 3;
    private static final double LEAST_MEAN = 1e-3;
    private static final double LARGEST_SHIFT = 20;
    private static final int BISECTIONS = 60;

    /**
     * The probes.
     *
     * @param units in the policy's order of candidates
     * @param score of the newcomer, by probe
     * @param outputTokens of the newcomer, by probe; NaN where unknown
     * @param estimates what the policy expects of its candidates, by probe
     * @param logOdds of the policy's call-by-call models, by probe and candidate; NaN where there is none
     */
    record Probes(
            List<TrainingUnit> units, double[] score, double[] outputTokens, Estimates estimates, double[][] logOdds) {}

    /** A neighbour is near if its expectations, moved by a constant, predict the newcomer's outcomes well. */
    private record Neighbour(int candidate, double spread, double weight) {}

    static ProbedCandidate of(
            Policy policy, String model, String provider, @Nullable TokenPrices prices, Probes probes) {
        List<Neighbour> neighbours = neighbours(policy, probes);
        int first = neighbours.getFirst().candidate();
        Candidate nearest = policy.candidates().get(first);
        QualityModel quality = quality(policy, neighbours, nearest, probes);
        Map<String, Double> weights = new LinkedHashMap<>();
        neighbours.forEach(neighbour ->
                weights.put(policy.candidates().get(neighbour.candidate()).model(), neighbour.weight()));
        Candidate candidate = new Candidate(model, provider, prices, quality, outputTokens(nearest, probes));
        return new ProbedCandidate(candidate, weights);
    }

    ProbedCandidate withLimits(Limits limits) {
        return new ProbedCandidate(candidate.withLimits(limits), nearest);
    }

    /** Up to three, by likelihood: n independent normal residuals with the best one's spread. */
    private static List<Neighbour> neighbours(Policy policy, Probes probes) {
        List<Neighbour> found = new ArrayList<>();
        for (int k = 0; k < policy.candidates().size(); k++) {
            double[] residuals = residuals(probes, k);
            if (residuals.length == probes.score().length) {
                found.add(new Neighbour(k, variance(residuals), 0));
            }
        }
        if (found.isEmpty()) {
            throw new BadInputException(
                    "probes: must be of tasks for which the policy has a model's quality; no candidate has all of them");
        }
        found.sort(Comparator.comparingDouble(Neighbour::spread));
        List<Neighbour> best = found.subList(0, Math.min(NEIGHBOURS, found.size()));
        double least = Math.max(best.getFirst().spread(), 1e-6);
        int n = probes.score().length;
        double total = best.stream()
                .mapToDouble(neighbour -> likelihood(neighbour, least, n))
                .sum();
        return best.stream()
                .map(neighbour -> new Neighbour(
                        neighbour.candidate(), neighbour.spread(), likelihood(neighbour, least, n) / total))
                .toList();
    }

    private static double likelihood(Neighbour neighbour, double least, int n) {
        return StrictMath.exp(-n * (neighbour.spread() - least) / (2 * least));
    }

    /** Newcomer's score minus what is expected of a candidate, where something is. */
    private static double[] residuals(Probes probes, int candidate) {
        return IntStream.range(0, probes.score().length)
                .mapToDouble(i -> probes.score()[i] - probes.estimates().quality()[i][candidate])
                .filter(residual -> !Double.isNaN(residual))
                .toArray();
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }

    private static QualityModel quality(Policy policy, List<Neighbour> neighbours, Candidate nearest, Probes probes) {
        int n = probes.score().length;
        double[][] residual = new double[n][1];
        double[] weight = new double[n];
        String[] task = new String[n];
        for (int i = 0; i < n; i++) {
            double expected = 0;
            for (Neighbour neighbour : neighbours) {
                expected += neighbour.weight() * probes.estimates().quality()[i][neighbour.candidate()];
            }
            residual[i][0] = probes.score()[i] - expected;
            weight[i] = probes.units().get(i).weight();
            task[i] = probes.units().get(i).task();
        }
        TaskTable differences = TaskTable.fit(
                new Labels(task, residual, weight), IntStream.range(0, n).toArray(), 0);
        Map<String, TaskQuality> tasks = new TreeMap<>();
        policy.tasks().keySet().forEach(name -> {
            double mean = 0;
            for (Neighbour neighbour : neighbours) {
                TaskQuality of = policy.candidates()
                        .get(neighbour.candidate())
                        .quality()
                        .tasks()
                        .get(name);
                mean += of == null ? Double.NaN : neighbour.weight() * of.mean();
            }
            TaskQuality ofNearest = nearest.quality().tasks().get(name);
            if (!Double.isNaN(mean) && ofNearest != null) {
                TaskTable.Entry entry = differences.tasks().get(name);
                tasks.put(
                        name,
                        new TaskQuality(
                                Math.clamp(mean + differences.mean(name), 0, 1),
                                entry == null ? 0 : entry.units(),
                                ofNearest.perCallShare()));
            }
        });
        int first = neighbours.getFirst().candidate();
        double[] logOdds = Arrays.stream(probes.logOdds())
                .mapToDouble(ofUnit -> ofUnit[first])
                .filter(margin -> !Double.isNaN(margin))
                .toArray();
        return QualityModel.of(
                nearest.quality().perCall(),
                moved(nearest.quality().calibration(), logOdds, differences.overall()),
                tasks);
    }

    /** A calibration whose mean over the probes is higher by a difference. */
    private static Calibration moved(Calibration calibration, double[] logOdds, double difference) {
        if (logOdds.length == 0) {
            return calibration;
        }
        if (calibration instanceof Calibration.Isotonic isotonic) {
            double[] values = Arrays.stream(isotonic.values())
                    .map(value -> Math.clamp(value + difference, 0, 1))
                    .toArray();
            return new Calibration.Isotonic(isotonic.thresholds(), values);
        }
        double slope = calibration instanceof Calibration.Platt platt ? platt.slope() : 1;
        double intercept = calibration instanceof Calibration.Platt platt ? platt.intercept() : 0;
        double target = Math.clamp(mean(calibration, logOdds) + difference, LEAST_MEAN, 1 - LEAST_MEAN);
        double low = -LARGEST_SHIFT;
        double high = LARGEST_SHIFT;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            if (mean(new Calibration.Platt(slope, intercept + middle), logOdds) < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Calibration.Platt(slope, intercept + (low + high) / 2);
    }

    private static double mean(Calibration calibration, double[] logOdds) {
        return Arrays.stream(logOdds).map(calibration::apply).average().orElseThrow();
    }

    private static OutputTokens outputTokens(Candidate nearest, Probes probes) {
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < probes.score().length; i++) {
            if (!Double.isNaN(probes.outputTokens()[i])) {
                observed += probes.outputTokens()[i];
                expected += nearest.outputTokens()
                        .tasks()
                        .getOrDefault(
                                probes.units().get(i).task(),
                                nearest.outputTokens().mean());
            }
        }
        double ratio = expected == 0 ? 1 : observed / expected;
        Map<String, Double> tasks = new TreeMap<>();
        nearest.outputTokens().tasks().forEach((task, tokens) -> tasks.put(task, ratio * tokens));
        return OutputTokens.of(ratio * nearest.outputTokens().mean(), tasks);
    }
}
