package io.weighbridge.samples.figures;

import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.samples.truth.World;
import java.util.stream.IntStream;

/** The truth about the first rows of a seed, as columns: [model][row]. */
final class TruthSample {
    final SampleTask[] task;
    final double[][] probability;
    final boolean[][] right;
    final double[][] costUsd;

    private TruthSample(int rows) {
        int models = SimulatedModel.values().length;
        task = new SampleTask[rows];
        probability = new double[models][rows];
        right = new boolean[models][rows];
        costUsd = new double[models][rows];
    }

    static TruthSample of(long seed, World world, int rows) {
        TruthSample sample = new TruthSample(rows);
        Contents contents = new Contents(seed);
        TruthModel truth = new TruthModel(seed, world);
        IntStream.range(0, rows).parallel().forEach(row -> sample.fill(row, contents.unit(row), truth));
        return sample;
    }

    private void fill(int row, SampleUnit unit, TruthModel truth) {
        task[row] = unit.task();
        for (SimulatedModel model : SimulatedModel.values()) {
            int k = model.ordinal();
            probability[k][row] = truth.probability(unit, model);
            right[k][row] = truth.isRight(unit, model);
            costUsd[k][row] =
                    model.cost(truth.usage(unit, model)).toBigDecimal().doubleValue();
        }
    }

    int rows() {
        return task.length;
    }

    /** The rows of one task. */
    int[] rowsOf(SampleTask wanted) {
        return IntStream.range(0, rows()).filter(row -> task[row] == wanted).toArray();
    }

    int[] allRows() {
        return IntStream.range(0, rows()).toArray();
    }

    double accuracy(SimulatedModel model, int[] rows) {
        return IntStream.of(rows)
                .mapToDouble(row -> right[model.ordinal()][row] ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    double meanProbability(SimulatedModel model, int[] rows) {
        return IntStream.of(rows)
                .mapToDouble(row -> probability[model.ordinal()][row])
                .average()
                .orElse(Double.NaN);
    }

    double cost(SimulatedModel model, int[] rows) {
        return IntStream.of(rows)
                .mapToDouble(row -> costUsd[model.ordinal()][row])
                .sum();
    }

    /** Area under the ROC curve of the true chance of success, given the prompt alone, against success. */
    double predictability(SimulatedModel model, int[] rows) {
        double[] scores = IntStream.of(rows)
                .mapToDouble(row -> probability[model.ordinal()][row])
                .toArray();
        boolean[] outcomes = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            outcomes[i] = right[model.ordinal()][rows[i]];
        }
        return RankCurve.area(scores, outcomes);
    }

    /** Share of rows on which exactly one of two models is right. */
    double discordance(SimulatedModel one, SimulatedModel other, int[] rows) {
        return IntStream.of(rows)
                .mapToDouble(row -> right[one.ordinal()][row] == right[other.ordinal()][row] ? 0 : 1)
                .average()
                .orElse(Double.NaN);
    }

    /** Correlation of two models' outcomes (phi). */
    double correlation(SimulatedModel one, SimulatedModel other, int[] rows) {
        double a = accuracy(one, rows);
        double b = accuracy(other, rows);
        double both = IntStream.of(rows)
                .mapToDouble(row -> right[one.ordinal()][row] && right[other.ordinal()][row] ? 1 : 0)
                .average()
                .orElse(Double.NaN);
        return (both - a * b) / Math.sqrt(a * (1 - a) * b * (1 - b));
    }

    /** Least advantage of the incumbent over a model on any single prompt. */
    double leastAdvantage(SimulatedModel model) {
        return IntStream.range(0, rows())
                .mapToDouble(
                        row -> probability[SimulatedModel.INCUMBENT.ordinal()][row] - probability[model.ordinal()][row])
                .min()
                .orElse(Double.NaN);
    }
}
