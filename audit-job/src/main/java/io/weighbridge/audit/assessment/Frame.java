package io.weighbridge.audit.assessment;

/**
 * A finite set of calls that draws with replacement were made from.
 *
 * @param replayId the design that drew
 * @param name of the frame inside the design
 * @param size N, calls in the frame
 */
record Frame(String replayId, String name, long size) {}
