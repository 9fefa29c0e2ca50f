package io.weighbridge.runner.journal;

/**
 * Says that a call judges an answer instead of giving one.
 *
 * @param attempt number of the attempt whose answer is judged
 * @param swapped whether the verdicts to choose from stand in the other order
 */
public record Judging(int attempt, boolean swapped) {}
