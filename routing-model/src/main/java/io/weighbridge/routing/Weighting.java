package io.weighbridge.routing;

/** The value of a text feature that occurs in the prompt; how often it occurs does not matter. */
public enum Weighting {
    /** 1. */
    BINARY,
    /** 1 / sqrt(number of distinct text features of the prompt), so that the text part has length 1. */
    UNIT_LENGTH
}
