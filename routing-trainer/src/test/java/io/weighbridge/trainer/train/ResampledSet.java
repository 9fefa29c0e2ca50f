package io.weighbridge.trainer.train;

import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.trainer.data.BacktestData;
import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.fit.InnerFolds;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.QualityModels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.fit.SettingsSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A paired set of real outcomes as a population whose truth is known: models are fitted once on a third of the prompts, and
 * the rest is the population from which worlds of the set's size are drawn with replacement, every draw a cluster.
 */
final class ResampledSet {
    private static final double FIT = 0.35;

    private final OutcomeMatrix outcomes;
    private final int[] population;
    private final int size;
    private final int incumbent;
    private final double[][] quality;
    private final double[][] expectedCost;

    private ResampledSet(
            OutcomeMatrix outcomes, int[] population, int size, int incumbent, double[][] quality, double[][] cost) {
        this.outcomes = outcomes;
        this.population = population;
        this.size = size;
        this.incumbent = incumbent;
        this.quality = quality;
        this.expectedCost = cost;
    }

    /**
     * What one world led to.
     *
     * @param trueLoss of the certified policy on the population
     * @param trueSaving likewise
     */
    record Draw(boolean certified, double trueLoss, double trueSaving) {}

    /** The incumbent is the priced model with the best mean. */
    static ResampledSet of(Path prompts, Path outcomeFile, Path prices) {
        OutcomeMatrix all =
                priced(BacktestData.read(prompts, outcomeFile, prices).outcomes());
        int incumbent = IntStream.range(0, all.models().size())
                .filter(k -> !Double.isNaN(all.totalCost(k)))
                .boxed()
                .max(Comparator.comparingDouble(all::meanScore))
                .orElseThrow();
        int[] rows = IntStream.range(0, all.prompts().size())
                .filter(row -> all.observed(row, incumbent) && !Double.isNaN(all.cost()[row][incumbent]))
                .toArray();
        SplittableRandom random = new SplittableRandom(20261127);
        List<Integer> fitRows = new ArrayList<>();
        List<Integer> otherRows = new ArrayList<>();
        Arrays.stream(rows).forEach(row -> (random.nextDouble() < FIT ? fitRows : otherRows).add(row));
        int[] fit = fitRows.stream().mapToInt(row -> row).toArray();
        int[] population = otherRows.stream().mapToInt(row -> row).toArray();
        Labels labels = new Labels(
                all.prompts().stream().map(prompt -> prompt.task()).toArray(String[]::new),
                all.score(),
                IntStream.range(0, all.prompts().size()).mapToDouble(i -> 1).toArray());
        Requests requests = new Requests(all.prompts().stream()
                .map(prompt -> RoutingRequest.of(prompt.task(), prompt.text()))
                .toList());
        int[] groups = IntStream.range(0, all.prompts().size()).toArray();
        InnerFolds folds = InnerFolds.of(labels, groups, fit, 0);
        QualityModels models = QualityModels.fit(labels, requests, folds, SettingsSearch.best(labels, requests, folds));
        double[][] quality = new double[all.prompts().size()][];
        for (int row : population) {
            quality[row] = models.quality(requests, labels.task()[row], row);
        }
        return new ResampledSet(all, population, rows.length, incumbent, quality, expectedCost(all, fit));
    }

    /** Where fewer than two models have a price, the better a model's mean, the dearer: by the square of its rank. */
    private static OutcomeMatrix priced(OutcomeMatrix all) {
        List<Integer> models = IntStream.range(0, all.models().size())
                .boxed()
                .sorted(Comparator.comparingDouble(all::meanScore))
                .toList();
        if (models.stream().filter(k -> Double.isFinite(all.totalCost(k))).count() >= 2) {
            return all;
        }
        double[][] cost = new double[all.prompts().size()][models.size()];
        for (int row = 0; row < cost.length; row++) {
            for (int rank = 0; rank < models.size(); rank++) {
                int k = models.get(rank);
                cost[row][k] = all.observed(row, k) ? Math.pow((rank + 1.0) / models.size(), 2) : Double.NaN;
            }
        }
        return new OutcomeMatrix(all.prompts(), all.models(), all.score(), cost);
    }

    private static double[][] expectedCost(OutcomeMatrix all, int[] fit) {
        double[][] expected = new double[all.prompts().size()][all.models().size()];
        for (int k = 0; k < all.models().size(); k++) {
            int model = k;
            Map<String, double[]> byTask = new HashMap<>();
            double mean = Arrays.stream(fit)
                    .mapToDouble(row -> all.cost()[row][model])
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN);
            for (int row : fit) {
                double cost = all.cost()[row][model];
                if (Double.isFinite(cost)) {
                    double[] sums =
                            byTask.computeIfAbsent(all.prompts().get(row).task(), task -> new double[2]);
                    sums[0] += cost;
                    sums[1]++;
                }
            }
            for (int row = 0; row < expected.length; row++) {
                double[] sums = byTask.get(all.prompts().get(row).task());
                expected[row][k] = sums == null ? mean : sums[0] / sums[1];
            }
        }
        return expected;
    }

    /** @param options seed and tolerance; a seed is a world */
    Draw draw(TrainOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        int[] rows = IntStream.range(0, size)
                .map(i -> population[random.nextInt(population.length)])
                .toArray();
        World world = world(rows);
        Split split = Split.of(world.units(), options.seed());
        PolicyGrid grid = PolicyGrid.of(world, split, options);
        CertificationSet set = new CertificationSet(world, split.certify(), unit -> world.isPaired(unit, grid.steps()));
        List<IntUnaryOperator> choices = grid.steps().stream()
                .map(world::choices)
                .<IntUnaryOperator>map(chosen -> unit -> chosen[unit])
                .toList();
        Certification certification = Certification.of(
                world,
                set,
                new Agents(Map.of()),
                new Certification.Plan(
                        choices,
                        options.maxQualityLoss(),
                        Map.of(),
                        new CertificationLedger.Use("", 1, 1).share(1 - options.confidence()),
                        0));
        if (certification.certified() == 0) {
            return new Draw(false, 0, 0);
        }
        Truth truth = truth(grid, grid.steps().get(certification.certified() - 1));
        return new Draw(true, truth.loss(), truth.saving());
    }

    private record Truth(double loss, double saving) {}

    /** On the part of the population that the grid's policies are measured on. */
    private Truth truth(PolicyGrid grid, Map<String, Opening> policy) {
        World world = world(population);
        CertificationSet whole = new CertificationSet(
                world,
                IntStream.range(0, population.length)
                        .mapToObj(i -> new int[] {i})
                        .toList(),
                unit -> world.isPaired(unit, grid.steps()));
        int[] chosen = world.choices(policy);
        CertificationSet.Result result = whole.test(unit -> chosen[unit], 0);
        return new Truth(-result.meanDifference(), result.saving());
    }

    /** The largest saving of a policy "cheapest within τ", over all models and tasks, that truly loses at most that much. */
    double bestSaving(double maxQualityLoss) {
        World world = world(population);
        double best = 0;
        for (int i = 0; i <= 400; i++) {
            double tolerance = i / 400.0;
            List<Integer> candidates = IntStream.range(0, outcomes.models().size())
                    .filter(k -> k != incumbent)
                    .boxed()
                    .toList();
            Map<String, Opening> policy = new HashMap<>();
            world.units()
                    .forEach(unit ->
                            policy.computeIfAbsent(unit.task(), task -> new Opening(task, candidates, tolerance)));
            PolicyGrid none = new PolicyGrid(List.of(), 0);
            Truth truth = truth(none, policy);
            if (truth.loss() <= maxQualityLoss) {
                best = Math.max(best, truth.saving());
            }
        }
        return best;
    }

    private World world(int[] rows) {
        List<TrainingUnit> units = new ArrayList<>();
        double[][] q = new double[rows.length][];
        double[][] c = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            units.add(new TrainingUnit(
                    "draw-" + i,
                    "draw-" + i,
                    outcomes.prompts().get(row).task(),
                    null,
                    null,
                    null,
                    null,
                    outcomes.models().get(incumbent),
                    1,
                    outcomes.score()[row],
                    outcomes.score()[row],
                    outcomes.cost()[row],
                    null));
            q[i] = quality[row];
            c[i] = expectedCost[row];
        }
        return new World(
                new TrainingSet(outcomes.models(), units, units.size()), outcomes.models(), new Estimates(q, c));
    }
}
