package io.weighbridge.evidence;

import java.util.Locale;

/** Did this task need its incumbent model, measured against one candidate? */
public enum Verdict {
    /** The candidate loses at most the tolerance. */
    SMALLER_SUFFICES,
    /** The candidate loses more than the tolerance. */
    FRONTIER_NEEDED,
    /** There is evidence, and not enough of it. */
    UNDECIDED,
    /** There is no evidence. */
    UNKNOWN;

    /** As files spell it: "smaller-suffices", "frontier-needed", "undecided", "unknown". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
