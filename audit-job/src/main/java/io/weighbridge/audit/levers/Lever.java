package io.weighbridge.audit.levers;

/** What can be pulled, in the order in which it is: each saves of what the ones before have left. */
public enum Lever {
    /** Calls that were paid and gave no answer, or one that was cut off and asked for again within the hour. */
    FAILED_CALLS("failed-calls", Confidence.EXACT),
    /** The same prompt to the same model by the same tenant while a cached answer would have lived. */
    EXACT_DUPLICATES("exact-duplicates", Confidence.ESTIMATED),
    /** Nearly the same prompt, likewise; whether the earlier answer fits nobody has graded. */
    NEAR_DUPLICATES("near-duplicates", Confidence.ASSUMPTION),
    /** Prompts of a template whose answers were all the same. */
    TEMPLATE_ANSWERS("template-answers", Confidence.ESTIMATED),
    /** The beginning of the prompt was sent before, while the provider's cache would have held it. */
    PREFIX_CACHING("prefix-caching", Confidence.ESTIMATED),
    /** A candidate suffices for the task. */
    OVER_PROVISIONED_MODEL("over-provisioned-model", Confidence.ESTIMATED),
    /** The weights run on replicas of one's own, which cost less than the calls to them. */
    HOSTING("hosting", Confidence.ASSUMPTION),
    /** The task can wait, and its model has a batch price. */
    BATCH_TIER("batch-tier", Confidence.ASSUMPTION);

    /** How sure the amount is. */
    public enum Confidence {
        /** From the log alone. */
        EXACT,
        /** From the log and what is estimated from evidence, or from a request of which only the prompt is known. */
        ESTIMATED,
        /** If what the settings say, or an answer that nobody has graded, is right. */
        ASSUMPTION
    }

    private final String label;
    private final Confidence confidence;

    Lever(String label, Confidence confidence) {
        this.label = label;
        this.confidence = confidence;
    }

    public String label() {
        return label;
    }

    public Confidence confidence() {
        return confidence;
    }
}
