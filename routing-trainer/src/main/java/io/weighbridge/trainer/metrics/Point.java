package io.weighbridge.trainer.metrics;

/**
 * What one configuration of a router does over all prompts.
 *
 * @param costUsd total over the prompts
 * @param quality mean score in [0, 1]
 */
public record Point(String setting, double costUsd, double quality) {}
