package io.weighbridge.routing;

/** Whether a candidate could have been chosen for a request, and if not, why. */
public enum Eligibility {
    ELIGIBLE("eligible"),
    INCUMBENT("incumbent of the task"),
    NOT_OPEN("not open for this task"),
    NO_QUALITY("no evidence of its quality in this task"),
    NO_COST("its cost is unknown"),
    BELOW_TOLERANCE("expected quality below the tolerance"),
    BELOW_MIN_QUALITY("expected quality below the class's minimum"),
    UNKNOWN_TASK("the policy does not know the task"),
    UNAVAILABLE("unavailable"),
    NOT_ALLOWED("not allowed for the tenant"),
    OTHER_REGION("not served in an allowed region"),
    NO_REGION("its region is unknown"),
    LACKS_CAPABILITY("lacks a capability"),
    INPUT_TOO_LONG("its context is too short"),
    NO_INPUT_LIMIT("its context length is unknown"),
    OUTPUT_TOO_LONG("its answers are too short"),
    NO_OUTPUT_LIMIT("its longest answer is unknown"),
    TOO_SLOW("its p95 latency is above the bound"),
    NO_LATENCY("its latency is unknown");

    private final String why;

    Eligibility(String why) {
        this.why = why;
    }

    /** The reason in words. */
    public String why() {
        return why;
    }
}
