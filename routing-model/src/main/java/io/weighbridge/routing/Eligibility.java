package io.weighbridge.routing;

/** Whether a candidate could have been chosen for a request, and if not, why. */
public enum Eligibility {
    ELIGIBLE("eligible"),
    INCUMBENT("incumbent of the task"),
    NOT_OPEN("not open for this task"),
    NO_QUALITY("no evidence of its quality in this task"),
    NO_COST("its cost is unknown"),
    BELOW_TOLERANCE("expected quality below the tolerance"),
    UNKNOWN_TASK("the policy does not know the task");

    private final String why;

    Eligibility(String why) {
        this.why = why;
    }

    /** The reason in words. */
    public String why() {
        return why;
    }
}
