package io.weighbridge.samples.figures;

import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.month.Repeat;
import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What holds of a seed and world, measured on its first rows. Shares and accuracies are in [0, 1].
 *
 * @param exactRepeats share of rows that copy an earlier row
 * @param nearRepeats share of rows that nearly do
 * @param taskPolicy the cheapest choice of one model per task that loses at most 0.4 points in each
 */
public record TruthFigures(
        long seed,
        String world,
        int rows,
        double exactRepeats,
        double nearRepeats,
        List<ModelFigures> models,
        List<PairFigures> pairs,
        List<TaskFigures> tasks,
        PolicyFigures taskPolicy,
        List<Requirement> requirements) {

    /** Largest loss in one task at which the best task policy still takes a cheaper model. */
    private static final double TOLERATED_TASK_LOSS = 0.004;

    public TruthFigures {
        models = List.copyOf(models);
        pairs = List.copyOf(pairs);
        tasks = List.copyOf(tasks);
        requirements = List.copyOf(requirements);
    }

    /**
     * One model over all tasks.
     *
     * @param predictability AUC of the true chance of success, given the prompt, against success
     * @param costShare cost of all rows relative to the incumbent's
     * @param leastAdvantage least true advantage of the incumbent on a single prompt
     */
    public record ModelFigures(
            String model, double accuracy, double predictability, double costShare, double leastAdvantage) {}

    /** Correlation (phi) of two models' outcomes. */
    public record PairFigures(String one, String other, double correlation) {}

    /**
     * One task; lists are in the order of {@link SimulatedModel}.
     *
     * @param share of all rows
     * @param spendShare of the incumbent's cost
     * @param best the cheapest model that loses at most 0.4 points
     */
    public record TaskFigures(
            String task,
            double share,
            double spendShare,
            List<Double> accuracy,
            List<Double> predictability,
            List<Double> discordance,
            String best) {}

    /** A policy against the incumbent. */
    public record PolicyFigures(double costShare, double trueLoss, double discordance) {}

    /** Measures the first rows of a seed. */
    public static TruthFigures measure(long seed, World world, int rows) {
        TruthSample sample = TruthSample.of(seed, world, rows);
        List<ModelFigures> models = models(sample);
        List<PairFigures> pairs = pairs(sample);
        List<TaskFigures> tasks = Arrays.stream(SampleTask.values())
                .map(task -> task(sample, task))
                .toList();
        PolicyFigures policy = taskPolicy(sample);
        Contents contents = new Contents(seed);
        return new TruthFigures(
                seed,
                world.label(),
                rows,
                share(contents, Repeat.EXACT, rows),
                share(contents, Repeat.NEAR, rows),
                models,
                pairs,
                tasks,
                policy,
                Requirement.check(world, models, pairs, policy));
    }

    private static List<ModelFigures> models(TruthSample sample) {
        int[] all = sample.allRows();
        double incumbentCost = sample.cost(SimulatedModel.INCUMBENT, all);
        return Arrays.stream(SimulatedModel.values())
                .map(model -> new ModelFigures(
                        model.label(),
                        sample.accuracy(model, all),
                        sample.predictability(model, all),
                        sample.cost(model, all) / incumbentCost,
                        sample.leastAdvantage(model)))
                .toList();
    }

    private static List<PairFigures> pairs(TruthSample sample) {
        List<PairFigures> pairs = new ArrayList<>();
        SimulatedModel[] models = SimulatedModel.values();
        for (int one = 0; one < models.length; one++) {
            for (int other = one + 1; other < models.length; other++) {
                double correlation = sample.correlation(models[one], models[other], sample.allRows());
                pairs.add(new PairFigures(models[one].label(), models[other].label(), correlation));
            }
        }
        return pairs;
    }

    private static TaskFigures task(TruthSample sample, SampleTask task) {
        int[] rows = sample.rowsOf(task);
        List<SimulatedModel> models = List.of(SimulatedModel.values());
        SimulatedModel incumbent = SimulatedModel.INCUMBENT;
        return new TaskFigures(
                task.label(),
                (double) rows.length / sample.rows(),
                sample.cost(incumbent, rows) / sample.cost(incumbent, sample.allRows()),
                models.stream().map(model -> sample.accuracy(model, rows)).toList(),
                models.stream().map(model -> sample.predictability(model, rows)).toList(),
                models.stream()
                        .map(model -> sample.discordance(incumbent, model, rows))
                        .toList(),
                best(sample, rows).label());
    }

    private static SimulatedModel best(TruthSample sample, int[] rows) {
        double needed = sample.meanProbability(SimulatedModel.INCUMBENT, rows) - TOLERATED_TASK_LOSS;
        SimulatedModel best = SimulatedModel.INCUMBENT;
        for (SimulatedModel model : SimulatedModel.candidates()) {
            if (sample.meanProbability(model, rows) >= needed) {
                best = model;
            }
        }
        return best;
    }

    private static PolicyFigures taskPolicy(TruthSample sample) {
        double cost = 0;
        double loss = 0;
        double discordant = 0;
        for (SampleTask task : SampleTask.values()) {
            int[] rows = sample.rowsOf(task);
            SimulatedModel best = best(sample, rows);
            cost += sample.cost(best, rows);
            loss += rows.length
                    * (sample.meanProbability(SimulatedModel.INCUMBENT, rows) - sample.meanProbability(best, rows));
            discordant += rows.length * sample.discordance(SimulatedModel.INCUMBENT, best, rows);
        }
        double incumbentCost = sample.cost(SimulatedModel.INCUMBENT, sample.allRows());
        return new PolicyFigures(cost / incumbentCost, loss / sample.rows(), discordant / sample.rows());
    }

    private static double share(Contents contents, Repeat kind, int rows) {
        return IntStream.range(0, rows)
                        .filter(row -> contents.repeat(row) == kind)
                        .count()
                / (double) rows;
    }
}
