package io.weighbridge.samples.month;

/** How a row relates to an earlier one. */
public enum Repeat {
    /** It is the first of its kind. */
    ORIGINAL,
    /** The same bytes as an earlier row. */
    EXACT,
    /** The words of an earlier row with another reference number and one more sentence. */
    NEAR
}
