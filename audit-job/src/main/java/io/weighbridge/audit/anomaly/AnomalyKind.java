package io.weighbridge.audit.anomaly;

/** What can be unusual, in the order in which it is shown. */
public enum AnomalyKind {
    /** More spend than a series has by itself: a test, with a stated rate of false alarms. */
    SPEND("spend"),
    /** A model that was not called before. */
    NEW_MODEL("new-model"),
    /** The same tokens cost more than the day before. */
    PRICE("price"),
    /** A session, a workflow or a prompt with many times the calls of the others. */
    LOOP("loop"),
    /** A larger share of failed and repeated calls than is usual: a test, like spend. */
    RETRY_STORM("retry-storm");

    private final String label;

    AnomalyKind(String label) {
        this.label = label;
    }

    /** As written in tables and JSON. */
    public String label() {
        return label;
    }
}
