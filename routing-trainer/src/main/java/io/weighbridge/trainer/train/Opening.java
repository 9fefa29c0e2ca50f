package io.weighbridge.trainer.train;

import java.util.List;

/**
 * One way to open a task: calls may go to some models where they are expected to be within a tolerance of the incumbent.
 *
 * @param candidates numbers of the models among the policy's candidates, ascending
 * @param tolerance in [0, 1]; 1 sends every call of the task
 * @param verified whether answers are checked, and what fails is asked again of the incumbent; then of one candidate
 */
record Opening(String task, List<Integer> candidates, double tolerance, boolean verified) {
    /** The tolerance at which expectations no longer matter. */
    static final double ALL = 1;

    Opening {
        candidates = List.copyOf(candidates);
    }

    Opening(String task, List<Integer> candidates, double tolerance) {
        this(task, candidates, tolerance, false);
    }

    /** Every call of the task goes to one candidate first. */
    static Opening verified(String task, int candidate) {
        return new Opening(task, List.of(candidate), ALL, true);
    }

    static Opening of(String task, int candidate, double tolerance) {
        return new Opening(task, List.of(candidate), tolerance);
    }
}
