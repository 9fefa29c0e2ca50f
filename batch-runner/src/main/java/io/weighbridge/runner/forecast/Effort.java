package io.weighbridge.runner.forecast;

/**
 * What a workload takes, expected or done.
 *
 * @param calls all attempts, those in batches included
 * @param retries of them, further attempts at what one model was asked before
 * @param escalations of items that went to another model after one had failed, counted every time
 * @param judgeCalls of the calls, those that judge an answer
 * @param batches that providers are asked for
 */
public record Effort(long calls, long retries, long escalations, long judgeCalls, long batches) {}
