package io.weighbridge.trainer.fit;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores of the candidates (columns) on units (rows), what fits and evaluations read.
 *
 * @param task task of each unit
 * @param score quality in [0, 1]; NaN where the candidate has no outcome
 * @param cost USD of each answer; NaN where unknown; null where no cost is known
 * @param weight weight of each unit, positive
 * @param propensity probability in (0, 1] with which the outcome came to be observed; null where outcomes are not logged
 *     choices and count as they are
 */
public record Labels(
        String[] task,
        double[][] score,
        double @Nullable [][] cost,
        double[] weight,
        double @Nullable [][] propensity) {

    /** Outcomes that were not drawn, of unknown cost. */
    public Labels(String[] task, double[][] score, double[] weight) {
        this(task, score, null, weight, null);
    }

    public Labels withScore(double[][] newScore) {
        return new Labels(task, newScore, cost, weight, propensity);
    }

    public Labels withTask(String[] newTask) {
        return new Labels(newTask, score, cost, weight, propensity);
    }

    /** The same of some of the units, in the order named. */
    Labels of(int[] units) {
        return new Labels(
                IntStream.of(units).mapToObj(unit -> task[unit]).toArray(String[]::new),
                of(score, units),
                cost == null ? null : of(cost, units),
                IntStream.of(units).mapToDouble(unit -> weight[unit]).toArray(),
                propensity == null ? null : of(propensity, units));
    }

    private static double[][] of(double[][] values, int[] units) {
        return IntStream.of(units).mapToObj(unit -> values[unit]).toArray(double[][]::new);
    }

    public int units() {
        return task.length;
    }

    public int candidates() {
        return score[0].length;
    }

    public boolean observed(int unit, int candidate) {
        return !Double.isNaN(score[unit][candidate]);
    }

    /** Inverse of the probability that the outcome was observed (Horvitz and Thompson 1952); 1 where it was not drawn. */
    double inversePropensity(int unit, int candidate) {
        return propensity == null ? 1 : 1 / propensity[unit][candidate];
    }

    /** How many calls an observed outcome stands for: the unit's weight by inverse propensity. */
    double weight(int unit, int candidate) {
        return weight[unit] * inversePropensity(unit, candidate);
    }
}
