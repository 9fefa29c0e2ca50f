package io.weighbridge.trainer.data;

/**
 * One line of an outcome file. Numbers that the file does not give are {@link Double#NaN}: unknown, never zero.
 *
 * @param score quality in [0, 1]
 * @param costUsd what this answer cost
 * @param promptTokens tokens sent
 * @param completionTokens tokens received
 * @param responseChars length of the answer in characters
 */
record OutcomeRow(
        String promptId,
        String model,
        double score,
        double costUsd,
        double promptTokens,
        double completionTokens,
        double responseChars) {}
