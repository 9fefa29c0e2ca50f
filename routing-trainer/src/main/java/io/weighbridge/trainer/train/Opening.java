package io.weighbridge.trainer.train;

/**
 * One way to open a task: calls may go to one model where it is expected to be within a tolerance of the incumbent.
 *
 * @param candidate number of the model among the policy's candidates
 * @param tolerance in [0, 1]; 1 sends every call of the task
 */
record Opening(String task, int candidate, double tolerance) {
    /** The tolerance at which expectations no longer matter. */
    static final double ALL = 1;
}
