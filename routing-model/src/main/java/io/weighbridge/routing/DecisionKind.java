package io.weighbridge.routing;

/** How a model came to be chosen. */
public enum DecisionKind {
    /** By the policy's rule or the call's precision class, among all models that tenant and class allow. */
    RULE,
    /** Drawn for exploration. */
    EXPLORATION,
    /** What the rule prefers is unavailable or does not satisfy the call; this is what comes next. */
    FALLBACK
}
