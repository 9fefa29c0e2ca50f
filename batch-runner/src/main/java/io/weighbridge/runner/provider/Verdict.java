package io.weighbridge.runner.provider;

import java.util.Locale;

/** What became of one send. */
public enum Verdict {
    /** A usable answer. */
    ANSWERED,
    /** A paid answer that fails a check of its task. */
    REJECTED,
    /** A paid answer that has yet to be checked, or of which its judge says nothing. */
    UNVERIFIED,
    /** The provider will not do this request, however often it is asked (4xx). Costs nothing. */
    REFUSED,
    /** The provider does not accept the caller (401); no verdict on the request. Costs nothing. */
    KEY_REFUSED,
    /** The provider could not do it now (429, 5xx, connection refused). Costs nothing. */
    UNAVAILABLE,
    /** Success by its status, but no chat completion: paid, and worth nothing. */
    UNUSABLE,
    /** Sent, but no reply came (timeout, connection cut): it may have been done and paid. */
    LOST;

    /** Whether another try, soon, may end better. */
    public boolean mayEndBetter() {
        return this == UNAVAILABLE || this == UNUSABLE || this == LOST;
    }

    /** Whether asking the same model again is no use: it has answered, or will not. */
    public boolean isItsLastWord() {
        return this == ANSWERED || this == REJECTED || this == UNVERIFIED || this == REFUSED;
    }

    /** Whether it is the model that failed, so that another may do better. */
    public boolean isOfModel() {
        return this == REJECTED || this == REFUSED || this == UNUSABLE;
    }

    /** As files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Verdict ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
