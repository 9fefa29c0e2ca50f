package io.weighbridge.trainer.train;

import java.util.List;

/**
 * One way to open a task: calls may go to some models where they are expected to be within a tolerance of the incumbent.
 *
 * @param candidates numbers of the models among the policy's candidates, ascending
 * @param tolerance in [0, 1]; 1 sends every call of the task
 */
record Opening(String task, List<Integer> candidates, double tolerance) {
    /** The tolerance at which expectations no longer matter. */
    static final double ALL = 1;

    Opening {
        candidates = List.copyOf(candidates);
    }

    static Opening of(String task, int candidate, double tolerance) {
        return new Opening(task, List.of(candidate), tolerance);
    }
}
