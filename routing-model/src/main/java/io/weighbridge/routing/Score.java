package io.weighbridge.routing;

import java.util.OptionalDouble;

/**
 * The steps of one candidate's quality estimate.
 *
 * @param logOdds of the per-call model; empty without one or without prompt
 * @param calibrated the log-odds calibrated, in [0, 1]; empty as above
 * @param expectedQuality the result, shrunk towards the table, in [0, 1]; empty if the task is not in the table
 */
public record Score(String model, OptionalDouble logOdds, OptionalDouble calibrated, OptionalDouble expectedQuality) {}
