package io.weighbridge.trainer.fit;

/**
 * Scores of the candidates (columns) on units (rows), what fits and evaluations read.
 *
 * @param task task of each unit
 * @param score quality in [0, 1]; NaN where the candidate has no outcome
 * @param weight weight of each unit, positive
 */
public record Labels(String[] task, double[][] score, double[] weight) {

    public int units() {
        return task.length;
    }

    public int candidates() {
        return score[0].length;
    }

    public boolean observed(int unit, int candidate) {
        return !Double.isNaN(score[unit][candidate]);
    }
}
