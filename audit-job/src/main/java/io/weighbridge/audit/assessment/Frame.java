package io.weighbridge.audit.assessment;

/**
 * A finite set of calls that draws with replacement were made from.
 *
 * @param replayId the design that drew
 * @param name of the frame: equal names and sizes are the same calls, whichever replay drew from them
 * @param size N, calls in the frame
 */
record Frame(String replayId, String name, long size) {
    /** The calls that were drawn from, without the replay. */
    record Population(String name, long size) {}

    Population population() {
        return new Population(name, size);
    }
}
